"""Figures of the inbox: who waits, and how soon the brand answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Min

from diapason.core import clock
from diapason.inbox import goals
from diapason.inbox.access import conversations
from diapason.inbox.filters import in_queue
from diapason.inbox.models import Conversation
from diapason.workspaces import counters
from diapason.workspaces.members import Member
from diapason.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class ResponseTimes:
    """First answers to conversations begun within a period. `median` is a duration, None where nothing was answered;
    `within` is the share (0 to 1) of all conversations begun that were answered within `minutes`, None without any.
    Both count the hours in which the brand answers (`inbox.goals`)."""

    conversations: int
    answered: int
    median: timedelta | None
    within: float | None
    minutes: int
    computed_at: datetime


# A period at a time, and of each conversation only what the index `conversation_delay` holds: no row is read.
TIMES = """
SELECT counted.*
FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) WITH ORDINALITY AS asked (first, after, place)
CROSS JOIN LATERAL (
    SELECT count(*),
           count(first_reply_at),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY delay) FILTER (WHERE first_reply_at IS NOT NULL),
           count(*) FILTER (WHERE delay <= %(within)s)
    FROM (
        SELECT first_reply_at, {delay} AS delay
        FROM inbox_conversation
        WHERE workspace_id = %(workspace)s AND first_incoming_at >= asked.first AND first_incoming_at < asked.after
    ) begun
) counted
ORDER BY asked.place
"""
ALWAYS = "first_reply_at - first_incoming_at"
WORKED = "inbox_worked({} AT TIME ZONE %(zone)s, %(opens)s, %(closes)s, %(days)s)"
IN_HOURS = f"make_interval(secs => {WORKED.format('first_reply_at')} - {WORKED.format('first_incoming_at')})"


def response_times(workspace: Workspace, start: datetime, end: datetime) -> ResponseTimes:
    """How soon conversations whose first message came in [start, end) had their first answer."""
    return response_times_of(workspace, [(start, end)])[0]


def response_times_of(workspace: Workspace, periods: Sequence[tuple[datetime, datetime]]) -> list[ResponseTimes]:
    """The same for each of several periods, in the same query."""
    goal, now = goals.goal_of(workspace), clock.now()
    values: dict[str, Any] = {"within": timedelta(minutes=goal.minutes), "workspace": workspace.pk}
    values |= {"starts": [start for start, _end in periods], "ends": [end for _start, end in periods]}
    values |= {"zone": goal.zone.key, "opens": goal.opens, "closes": goal.closes, "days": list(goal.days)}
    with connection.cursor() as cursor:
        cursor.execute(TIMES.format(delay=ALWAYS if goal.always else IN_HOURS), values)
        return [
            ResponseTimes(total, answered, median, soon / total if total else None, goal.minutes, now)
            for total, answered, median, soon in cursor.fetchall()
        ]


def to_answer(member: Member) -> tuple[int, datetime | None]:
    """How many conversations wait for an answer, and since when the oldest does. One look at a partial index."""
    waiting = conversations(member).filter(**in_queue("answer", member)).order_by()
    found = waiting.aggregate(count=Count("pk"), oldest=Min("waiting_since"))
    return found["count"], found["oldest"]


def queue_counts(member: Member) -> dict[str, int]:
    """What waits in the two queues that call for somebody, up to 100: one query."""
    rows = {queue: Conversation.objects.filter(workspace=member.workspace, **in_queue(queue, member)) for queue in ("answer", "mine")}
    return counters.count_rows(rows)
