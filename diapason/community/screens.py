"""What apps above this one add to a person's page: their whole history with the brand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from diapason.community.models import Identity
from diapason.workspaces.members import Member


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened with a person: `url` opens it; `network` is where."""

    at: datetime
    network: str
    title: str
    text: str
    url: str
    state: str = ""
    label: str = ""


# (member, identities, cursor) → a page of moments, latest first, and the cursor of the next.
History = Callable[[Member, Sequence[Identity], str], tuple[list[Moment], str | None]]
_histories: list[History] = []


def declare_history(history: History) -> None:
    """The one that shows conversations. A second would need its moments to be mixed with the first's by time."""
    _histories[:] = [history]


def history(member: Member, identities: Sequence[Identity], cursor: str) -> tuple[list[Moment], str | None]:
    return _histories[0](member, identities, cursor) if _histories else ([], None)


# (member, identities) → what other screens tell of a person: its name and its address.
Links = Callable[[Member, Sequence[Identity]], list[tuple[str, str]]]
_links: list[Links] = []


def declare_links(links: Links) -> None:
    """From `apps.ready()`."""
    _links.append(links)


def links(member: Member, identities: Sequence[Identity]) -> list[tuple[str, str]]:
    return [each for declared in _links for each in declared(member, identities)]
