"""An account that many follow speaks of the brand.

What is kept is the largest account of each day, written down as mentions come in: a brand that giants speak of daily is told of none.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median

from django.db import connection

from diapason.alerts import opening
from diapason.alerts.models import Alert, Loudest, Watch
from diapason.core import clock
from diapason.listening.mentions import Mention
from diapason.workspaces.models import Workspace

# Followers from which on one account is worth an alert.
LARGE = {Watch.Sensitivity.HIGH: 5_000, Watch.Sensitivity.NORMAL: 10_000, Watch.Sensitivity.LOW: 100_000}
KNOWN = 2_000  # followers from which on an account is written down
TIMES = 3  # times the largest account of a usual day
DAYS = 28
A_MINUTE = timedelta(minutes=1)
NEW = timedelta(days=1)  # what was said before is not news

KEEP = """
INSERT INTO alerts_loudest (workspace_id, wording, day, followers, mention, said_at)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::date[], %s::bigint[], %s::bigint[], %s::timestamptz[])
ON CONFLICT (wording, day) DO UPDATE SET followers = excluded.followers, mention = excluded.mention, said_at = excluded.said_at
WHERE excluded.followers > alerts_loudest.followers
"""


def hear(workspace: Workspace, mentions: Sequence[Mention]) -> None:
    """In the transaction in which they are kept."""
    now = clock.now()
    day = now.astimezone(workspace.tz).date()
    largest: dict[int, Mention] = {}
    for mention in loud(mentions, now):
        for wording in mention.found_by:
            if wording not in largest or followers_of(mention) > followers_of(largest[wording]):
                largest[wording] = mention
    rows = [(workspace.pk, wording, day, each.followers, each.id, each.said_at) for wording, each in sorted(largest.items())]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [list(column) for column in zip(*rows, strict=True)])


def loud(mentions: Iterable[Mention], now: datetime) -> Iterable[Mention]:
    return (mention for mention in mentions if followers_of(mention) >= KNOWN and now - mention.said_at < NEW)


def followers_of(mention: Mention) -> int:
    return mention.followers or 0


def look(watch: Watch, wording: int, now: datetime) -> Alert | None:
    """Within the transaction that holds the watch."""
    today = now.astimezone(watch.query.workspace.tz).date()
    known = {each.day: each for each in Loudest.objects.filter(wording=wording, day__gte=today - timedelta(days=DAYS))}
    loudest = known.get(today)
    if loudest is None or now - loudest.said_at >= NEW:
        return None
    days = (known.get(today - timedelta(days=number)) for number in range(1, DAYS + 1))
    usual = median(each.followers if each else 0 for each in days)
    score = loudest.followers / max(LARGE[Watch.Sensitivity(watch.sensitivity)], TIMES * usual)
    if score < 1:
        return None
    found = opening.Finding(Alert.Kind.VOICE, score, loudest.said_at, loudest.said_at + A_MINUTE, loudest.followers, usual)
    return opening.meet(opening.Subject(watch.query.workspace, watch.query, wording), found, 1, now)


def forget() -> None:
    """What no look reads any more."""
    Loudest.objects.filter(day__lt=clock.now().date() - 2 * timedelta(days=DAYS)).delete()
