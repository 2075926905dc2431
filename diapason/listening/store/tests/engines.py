"""Engines as tests see them: what was written is there when it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from diapason.listening.mentions import Mention
from diapason.listening.store.base import Store

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def said(text: str, number: int = 1, **more: Any) -> Mention:
    known: dict[str, Any] = {"workspace": 1, "source": 2, "key": f"a:{number}", "said_at": MONDAY + timedelta(minutes=number)}
    return Mention(text=text, **(known | more))


@dataclass(frozen=True)
class Settled:
    """An engine that is given the seconds it may take before each reading. `clear` takes out what it was given in a transaction that was
    then undone."""

    engine: Store
    clear: Callable[[], None]
    tries: int  # of what a property test tries, where each costs some seconds

    def __getattr__(self, name: str) -> Any:
        act = getattr(self.engine, name)
        if name in {"keep", "file", "settle"}:
            return act

        def after_the_work(*given: Any, **more: Any) -> Any:
            settle(self.engine)
            done = act(*given, **more)
            settle(self.engine)
            return done

        return after_the_work


def settle(engine: Store) -> None:
    while engine.settle():
        pass
