"""What each app holds about a person. Apps above this one declare theirs, so that a profile shows, exports and erases
everything without knowing what there is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from diapason.community.models import Contact, Identity

Export = Callable[[Contact, Sequence[Identity]], Any]
Erase = Callable[[Contact, Sequence[Identity]], int]


@dataclass(frozen=True, slots=True)
class Holding:
    """`export` gives JSON; `erase` empties what it holds and says how many rows that was. Both run in a transaction."""

    name: str
    export: Export
    erase: Erase


_declared: dict[str, Holding] = {}


def declare(name: str, *, export: Export, erase: Erase) -> None:
    _declared[name] = Holding(name, export, erase)


def holdings() -> list[Holding]:
    return [_declared[name] for name in sorted(_declared)]
