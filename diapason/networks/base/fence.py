"""The last look before a mutation leaves.

A worker that is frozen (SIGSTOP, a suspended machine) and wakes after its time must not send what another worker may
have sent meanwhile: a network recognises a key for an hour, and a frozen process may sleep for longer than that.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from diapason.networks.base.errors import Temporary

# Goes on while the machine sleeps, unlike the monotonic clock; not every system has it.
BOOT = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def passing() -> tuple[float, float]:
    """Seconds of two clocks. One may be set back, the other may stop with a virtual machine: never both at once."""
    return time.clock_gettime(BOOT), time.time()


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of this process, from which time is counted whatever happens to the clocks."""

    at: tuple[float, float] = field(default_factory=passing)

    def elapsed(self) -> float:
        """Seconds since then, by the clock that says most: a mistake costs a later try, never a second post."""
        boot, wall = passing()
        return max(boot - self.at[0], wall - self.at[1])


_open: ContextVar[tuple[Mark, float] | None] = ContextVar("fence", default=None)


@contextmanager
def within(mark: Mark, seconds: float) -> Iterator[None]:
    """Mutations begun inside may leave until `seconds` after the mark."""
    token = _open.set((mark, seconds))
    try:
        yield
    finally:
        _open.reset(token)


def check() -> None:
    """Raises Temporary where the time to send is over: nothing has left."""
    found = _open.get()
    if found and found[0].elapsed() > found[1]:
        raise Temporary("The worker was stopped for too long before it could send; nothing was sent.", code="overslept")
