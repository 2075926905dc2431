"""Links of a member's own under an entry of the navigation. An app declares them in `apps.ready()`; they are asked for within the section
of that entry only, so that other pages do not pay for them."""

from collections.abc import Callable

from diapason.workspaces.members import Member

Links = Callable[[Member], list[tuple[str, str]]]
_declared: dict[str, Links] = {}


def declare(entry: str, links: Links) -> None:
    """`entry` is the URL name of the navigation entry; `links` gives names and addresses."""
    _declared[entry] = links


def of(entry: str, member: Member) -> list[tuple[str, str]]:
    return _declared[entry](member) if entry in _declared else []
