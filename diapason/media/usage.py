"""Where a file is used: the apps above say so, without this one knowing them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from diapason.media.models import Asset
from diapason.workspaces.members import Member


@dataclass(frozen=True, slots=True)
class Usage:
    """An object that shows the file: its name, its page, its state in words."""

    label: str
    url: str
    state: str = ""
    note: str = ""


_declared: list[Callable[[Member, Asset], Iterable[Usage]]] = []


def declare(find: Callable[[Member, Asset], Iterable[Usage]]) -> None:
    if find not in _declared:
        _declared.append(find)


def of(member: Member, asset: Asset) -> list[Usage]:
    return [usage for find in _declared for usage in find(member, asset)]
