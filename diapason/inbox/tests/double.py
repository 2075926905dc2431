"""A network for tests that answers from lists, and the messages that it shows."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from diapason.networks.base import registry
from diapason.networks.base.content import Author, Batch, Content, Incoming, Kind, Problem
from diapason.networks.base.counting import Limits, TextLimit, Unit
from diapason.networks.base.manifest import ImageLimits, Manifest, VideoLimits

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
JULIE = Author("u-julie", "julie@example.social", "Julie Marchand", url="https://example.social/@julie", followers=1240)
THEO = Author("u-theo", "theo@example.social", "Théo D.")
US = Author("u-us", "lumen@example.social", "Maison Lumen")


def said(remote_id: str, text: str = "Bonjour", *, by: Author = JULIE, minutes: int = 0, **fields: Any) -> Incoming:
    fields.setdefault("kind", Kind.COMMENT)
    return Incoming(remote_id=remote_id, author=by, text=text, sent_at=START + timedelta(minutes=minutes), **fields)


def ours(remote_id: str, text: str = "Merci", *, minutes: int = 0, **fields: Any) -> Incoming:
    return said(remote_id, text, by=US, minutes=minutes, ours=True, **fields)


@dataclass
class Converse:
    """`pages` are given one after the other for any stream; an exception among them is raised once."""

    pages: list[Batch | Exception] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    STREAMS: tuple[str, ...] = ("notifications",)

    async def read(self, connection: Any, stream: str, cursor: str) -> Batch:
        self.asked.append((stream, cursor))
        page = self.pages.pop(0) if self.pages else Batch((), cursor)
        if isinstance(page, Exception):
            raise page
        return page

    def replay(self, connection: Any, raw: dict[str, Any], thread_id: str, subject_id: str) -> Incoming:
        return said(raw["id"], raw["text"].upper(), raw=raw, thread_id=thread_id, subject_id=subject_id)


class Publish:
    LIMITS = Limits((TextLimit(unit=Unit.GRAPHEMES, maximum=100, source="https://example.com", checked_on=date(2026, 3, 1)),))

    def limits(self, declared: dict[str, object]) -> Limits:
        return self.LIMITS

    def check(self, content: Content, declared: dict[str, object]) -> list[Problem]:
        return [Problem("too_long", values={"part": n}) for n, part in enumerate(content.parts, 1) if len(part) > 100]


class Radio:
    """Stands where `registry.get` gives a network."""

    slug = "radio"

    def __init__(self, *, thread: bool = True) -> None:
        self.converse, self.publish = Converse(), Publish()
        self.manifest = Manifest(
            slug="radio",
            kind="social_network",
            api={},
            text=Publish.LIMITS,
            title_max=0,
            images=ImageLimits(),
            video=VideoLimits(),
            poll=None,
            thread=thread,
            assisted=False,
            features=frozenset({"reply"}),
        )
        self.folder = Path("/nowhere")
        self.strings: dict[str, Any] = {}
        self.insights = SimpleNamespace()

    def __str__(self) -> str:
        return "Radio"

    def can(self, capability: str) -> bool:
        return capability in {"converse", "publish"}

    def say(self, key: str, /, **values: Any) -> str:
        return key


def enter(monkeypatch: pytest.MonkeyPatch, network: Radio) -> None:
    """Beside the real networks, for one test."""
    real = dict(registry.networks())
    monkeypatch.setattr(registry, "networks", lambda: real | {"radio": network})
