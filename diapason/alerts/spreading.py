"""The same words, passed on: mentions that say nearly the same, by more and more different people.

The latest mentions of a query are looked at; nothing is written down of what does not spread. What one account repeats is a habit, not a
movement: only different authors count.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from diapason.alerts import opening
from diapason.alerts.models import Alert, Watch
from diapason.listening.mentions import Mention
from diapason.listening.store import store
from diapason.listening.store.base import Period, Search

# Different authors who say nearly the same, from which on it is worth an alert.
MANY = {Watch.Sensitivity.HIGH: 6, Watch.Sensitivity.NORMAL: 10, Watch.Sensitivity.LOW: 25}
WITHIN = timedelta(hours=2)
LOOKED_AT = 400  # the latest mentions


def look(watch: Watch, wording: int, lately: int, now: datetime) -> Alert | None:
    """Within the transaction that holds the watch. `lately` is how many mentions were said in the last hours: few need no look."""
    many = MANY[Watch.Sensitivity(watch.sensitivity)]
    if lately < many:
        return None
    period = Period(now - WITHIN, now + timedelta(minutes=5))
    found = largest(store().search(Search(watch.workspace_id, period=period, wording=wording), LOOKED_AT).mentions)
    people = {mention.author or mention.site or mention.key for mention in found}
    if len(people) < many or not grows(found, now):
        return None
    began, last = found[0].said_at, found[-1].said_at
    minutes = max(1, round((last - began).total_seconds() / 60))
    finding = opening.Finding(
        Alert.Kind.FAMILY, len(people) / many, began, last + timedelta(minutes=1), len(found), 0, minutes=minutes, family=found[0].family
    )
    return opening.meet(opening.Subject(watch.query.workspace, watch.query, wording), finding, 1, now)


def largest(mentions: Iterable[Mention]) -> list[Mention]:
    """The family with most different authors, the first that was said first."""
    families: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.family:
            families[mention.family].append(mention)
    chosen = max(families.values(), key=lambda each: (len({one.author for one in each}), len(each), each[0].family), default=[])
    return sorted(chosen, key=lambda mention: mention.said_at)


def grows(mentions: list[Mention], now: datetime) -> bool:
    """Whether it is still being passed on: at least as much in the second half of its time as in the first, up to now."""
    middle = mentions[0].said_at + (now - mentions[0].said_at) / 2
    later = sum(mention.said_at >= middle for mention in mentions)
    return 2 * later >= len(mentions)
