"""Faults that a fake network can be told to have: what real ones do on a bad day, on demand and repeatable."""

import random
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

READS = {"GET", "HEAD", "OPTIONS"}


class Kind(StrEnum):
    STATUS = "status"  # answers `status` without doing anything; with `after`, does it and answers `status` all the same
    DROP = "drop"  # does it, then closes the connection without an answer
    SLOW = "slow"  # does it, and answers after `seconds`
    GARBLE = "garble"  # does it, and answers something of another `shape`
    LOSE_MEDIA = "lose_media"  # takes a file, names it, and does not have it afterwards


class Calls(StrEnum):
    ALL = "all"
    MUTATIONS = "mutations"
    READS = "reads"


# What a garbled answer holds, by its shape: media type and body.
SHAPES: dict[str, tuple[str, bytes]] = {
    "html": ("text/html", b"<!doctype html><title>502</title><p>Just a moment..."),
    "truncated": ("application/json", b'{"id": "1", "uri": "at://'),
    "list": ("application/json", b"[]"),
    "null": ("application/json", b"null"),
    "number": ("application/json", b"42"),
    "nested": ("application/json", b"[" * 100_000),
    "wrong": ("application/json", b'{"id": {}, "uri": 7, "cid": [], "did": 1, "blob": "no", "url": 3, "posts": 5, "notifications": {}}'),
    "binary": ("application/json", bytes(range(256))),
    "empty": ("application/json", b""),
    "huge": ("application/json", b'{"id": "' + b"9" * 10_000_000 + b'"}'),
}


@dataclass
class Fault:
    """`times` calls (None: every one), each with `probability`, for `lasts` seconds (None: until cleared).

    `path` narrows it to calls whose path holds it; `retry_after` is sent with a status, in seconds.
    """

    kind: Kind
    status: int = 503
    after: bool = False
    times: int | None = None
    probability: float = 1.0
    seed: int = 0
    lasts: float | None = None
    seconds: float = 60.0
    retry_after: int | None = None
    shape: str = "html"
    calls: Calls = Calls.ALL
    path: str = ""
    hits: int = 0
    since: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.kind, self.calls = Kind(self.kind), Calls(self.calls)
        self.chance = random.Random(self.seed)
        if self.shape not in SHAPES:
            raise ValueError(f"{self.shape} is not one of {', '.join(SHAPES)}")

    @property
    def over(self) -> bool:
        spent = self.times is not None and self.hits >= self.times
        return spent or (self.lasts is not None and time.monotonic() - self.since > self.lasts)

    def concerns(self, method: str, path: str) -> bool:
        is_read = method in READS
        if self.calls is not Calls.ALL and is_read != (self.calls is Calls.READS):
            return False
        return self.path in path

    def strikes(self, method: str, path: str) -> bool:
        if self.over or not self.concerns(method, path) or self.chance.random() >= self.probability:
            return False
        self.hits += 1
        return True


class Faults:
    """The faults in force, oldest first; the first that strikes wins."""

    def __init__(self) -> None:
        self.active: list[Fault] = []

    def add(self, kind: str, **settings: Any) -> Fault:
        """Raises TypeError or ValueError for a setting that does not exist."""
        fault = Fault(Kind(kind), **settings)
        self.active.append(fault)
        return fault

    # The bad days of the reliability table, by name.
    def drop(self, **settings: Any) -> Fault:
        return self.add("drop", **{"calls": Calls.MUTATIONS, **settings})

    def unavailable(self, **settings: Any) -> Fault:
        return self.add("status", **{"status": 503, **settings})

    def rate_limited(self, retry_after: int | None = None, **settings: Any) -> Fault:
        return self.add("status", **{"status": 429, "retry_after": retry_after, **settings})

    def unauthorized(self, **settings: Any) -> Fault:
        return self.add("status", **{"status": 401, **settings})

    def slow(self, seconds: float = 60.0, **settings: Any) -> Fault:
        return self.add("slow", **{"seconds": seconds, **settings})

    def garble(self, shape: str, **settings: Any) -> Fault:
        return self.add("garble", **{"shape": shape, **settings})

    def lose_media(self, **settings: Any) -> Fault:
        return self.add("lose_media", **settings)

    def clear(self) -> None:
        self.active.clear()

    def take(self, kinds: Iterable[Kind], method: str, path: str, *, after: bool = False) -> Fault | None:
        """The fault that strikes this call, if any; `after` asks for those that strike once the call is done."""
        wanted = set(kinds)
        for fault in self.active:
            if fault.kind in wanted and fault.after is after and fault.strikes(method, path):
                return fault
        return None

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self.active]
