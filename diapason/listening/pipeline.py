"""From what a source heard to mentions that can be read: understood, asked every query of the brand, kept and counted.

All of it is one transaction, with what the caller adds to it (how far the source was read): a worker that is killed has either done
nothing of a batch, or all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction

from diapason.core import clock
from diapason.listening import asking, learning, retaining
from diapason.listening.mentions import Mention
from diapason.listening.store import store
from diapason.listening.understanding import understand
from diapason.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Taken:
    """`new` are the mentions that were kept now; `heard` how many came, known ones and those that nothing finds included."""

    heard: int
    new: list[Mention]


Hearer = Callable[[Workspace, Sequence[Mention]], None]
_hearers: list[Hearer] = []
_judges: list[tuple[Hearer, Hearer]] = []


def declare(hearer: Hearer) -> None:
    """It is given what was kept and is not ignored, in the same transaction. From `apps.ready()` of the floors above."""
    _hearers.append(hearer)


def declare_judge(judge: Hearer, judged: Hearer) -> None:
    """`judge` is given what came in before it is kept, and decides about it; `judged` those of them that were kept."""
    _judges.append((judge, judged))


@transaction.atomic
def take_in(workspace: Workspace, mentions: Sequence[Mention], *, only_found: bool = False) -> Taken:
    """`only_found`: of a stream in which everybody speaks, what no query finds is let go."""
    asking.hold(workspace.pk)
    heard = len(mentions)
    percolator, zone, now = asking.percolator(workspace.pk), workspace.tz, clock.now()
    mentions = retaining.kept(workspace, mentions)
    understand(mentions, learning.habits_of(workspace.pk))
    for mention in mentions:
        mention.said_at = dated(mention, now)
        mention.zone = zone
        mention.found_by = tuple(sorted(percolator.found_by(mention.document)))
    for judge, _judged in _judges:
        judge(workspace, mentions)
    kept = [mention for mention in mentions if mention.found_by] if only_found else mentions
    new = store().keep(kept)
    for _judge, judged in _judges:
        judged(workspace, new)
    told = [mention for mention in new if not mention.ignored]
    for hearer in _hearers:
        hearer(workspace, told)
    return Taken(heard, new)


OLDEST = datetime(1995, 1, 1, tzinfo=UTC)  # what claims to be older is from a clock that was never set
AHEAD = timedelta(minutes=5)  # of clocks that are not quite right


def dated(mention: Mention, now: datetime) -> datetime:
    """The moment it was said; that it was heard, for one that cannot be."""
    return mention.said_at if OLDEST <= mention.said_at <= now + AHEAD else now
