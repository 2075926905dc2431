"""What charts read, added up as mentions come in.

Volumes are few rows and are added at once. Words, authors and the like are many: what a batch counted is written down in one row, in the
same transaction, and `settle` adds such rows up by the hundred. Until then (seconds) they are missing from lists of the most frequent,
and never counted twice.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from diapason.listening import vocabulary
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.store.base import Daily, Period, Tally, Volume, What
from diapason.listening.store.postgres import months

AT_ONCE = 200  # batches added up together
Line = tuple[int, str, str, str]  # wording, what, day, value


@dataclass(slots=True)
class Sums:
    """`volume` by (wording, hour, sentiment), and `days` by (wording, day, sentiment): mentions, reach. `lines` by Line: mentions, reach,
    negative, positive."""

    volume: dict[tuple[int, datetime, int | None], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    days: dict[tuple[int, date, int | None], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    lines: dict[Line, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))


def hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def of(filed: Iterable[tuple[Mention, Sequence[int]]]) -> Sums:
    """Of mentions, each with the wordings that it is filed under."""
    sums = Sums()
    for mention, wordings in filed:
        if wordings and not mention.ignored:
            count(sums, mention, wordings, mention.day)
    return sums


def count(sums: Sums, mention: Mention, wordings: Iterable[int], day: date, times: int = 1) -> None:
    """`times`: -1 takes away what was counted."""
    reach, hour, date_said = (mention.followers or 0) * times, hour_of(mention.said_at), day.isoformat()
    negative, positive = times * (mention.sentiment is Sentiment.NEGATIVE), times * (mention.sentiment is Sentiment.POSITIVE)
    values = list(counted(mention))
    for wording in wordings:
        for volume in sums.volume[wording, hour, mention.sentiment], sums.days[wording, day, mention.sentiment]:
            volume[0] += times
            volume[1] += reach
        for what, value in values:
            line = sums.lines[wording, what, date_said, value]
            line[0] += times
            line[1] += reach
            line[2] += negative
            line[3] += positive
        for aspect, tone in mention.aspects.items():  # with its own opinion
            line = sums.lines[wording, What.ASPECT.value, date_said, aspect]
            for at, more in enumerate((times, reach, times * (tone < 0), times * (tone > 0))):
                line[at] += more


def counted(mention: Mention) -> Iterable[tuple[str, str]]:
    """What is counted of a mention, each once."""
    facts = (
        (What.AUTHOR, mention.author),
        (What.SITE, mention.site),
        (What.SOURCE, str(mention.source)),
        (What.LANGUAGE, mention.language),
        (What.COUNTRY, mention.country),
        (What.KIND, mention.kind),
        (What.INTENT, mention.intent),
        *((What.LABEL, label) for label in mention.labels),
        *((What.NAME, name) for name in mention.names),
    )
    yield from ((what.value, value) for what, value in facts if value)
    document, (title, text) = mention.document, mention.document.raw_words
    for word in vocabulary.telling([*document.title_words, *document.words], [*title, *text]):
        yield (What.TAG.value, word[1:]) if word[0] == "#" else (What.WORD.value, word)


def add(sums: Sums) -> None:
    """Also what is to be taken away, as sums below zero."""
    lines = [[*line, *figures] for line, figures in sums.lines.items() if any(figures)]
    with connection.cursor() as cursor:
        if volume := columns(sums.volume):
            cursor.execute(ADD.format(table="volume", part="hour", type="timestamptz"), volume)
        if days := columns(sums.days):
            cursor.execute(ADD.format(table="day", part="day", type="date"), days)
        if lines:
            cursor.execute("INSERT INTO listening_counted (lines) VALUES (%s)", [json.dumps(lines)])


ADD = """
INSERT INTO listening_{table} AS kept (wording_id, {part}, sentiment, mentions, reach)
SELECT * FROM unnest(%s::bigint[], %s::{type}[], %s::smallint[], %s::integer[], %s::bigint[])
ON CONFLICT (wording_id, {part}, sentiment) DO UPDATE SET mentions = kept.mentions + excluded.mentions, reach = kept.reach + excluded.reach
"""


def columns[Part: date](sums: Mapping[tuple[int, Part, int | None], Sequence[int]]) -> list[list[Any]]:
    """In one order: processes that add to the same rows wait for each other and do not lock up."""
    rows = [(*key, *figures) for key, figures in sums.items() if any(figures)]
    rows.sort(key=lambda row: (row[0], row[1], -2 if row[2] is None else row[2]))
    return [list(column) for column in zip(*rows, strict=True)]


def add_brought(mentions: Sequence[Mention]) -> None:
    """Heard in this hour, whenever it was said: a source that brings nothing any more is seen by it."""
    brought = Counter((mention.source, hour_of(mention.heard_at or mention.said_at)) for mention in mentions)
    rows = sorted((source, hour, many) for (source, hour), many in brought.items())
    with connection.cursor() as cursor:
        cursor.execute(ADD_BROUGHT, [list(column) for column in zip(*rows, strict=True)])


ADD_BROUGHT = """
INSERT INTO listening_brought (source_id, hour, mentions)
SELECT * FROM unnest(%s::bigint[], %s::timestamptz[], %s::integer[])
ON CONFLICT (source_id, hour) DO UPDATE SET mentions = listening_brought.mentions + excluded.mentions
"""


@transaction.atomic
def settle(*, wait: bool = False) -> int:
    """One process at a time: two that add to the same rows in different orders would lock up. Another one is left to its work, or
    waited for."""
    with connection.cursor() as cursor:
        if wait:
            months.hold(cursor)
        else:
            cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('listening.settle'))")
            if not cursor.fetchone()[0]:
                return 0
        cursor.execute(SETTLE, [AT_ONCE])
        return int(cursor.fetchone()[0])


SETTLE = """
WITH taken AS (
    DELETE FROM listening_counted
    WHERE id IN (SELECT id FROM listening_counted ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING lines
), line AS (
    SELECT each FROM taken, jsonb_array_elements(lines) AS each
), summed AS (
    SELECT (each->>0)::bigint AS wording_id, each->>1 AS what, (each->>2)::date AS day, each->>3 AS value,
        sum((each->>4)::integer) AS mentions, sum((each->>5)::bigint) AS reach,
        sum((each->>6)::integer) AS negative, sum((each->>7)::integer) AS positive
    FROM line GROUP BY 1, 2, 3, 4
), added AS (
    INSERT INTO listening_tally (wording_id, what, day, value, mentions, reach, negative, positive)
    SELECT * FROM summed WHERE mentions > 0 OR EXISTS ( -- what was let go of (`thinning`) has nothing to be taken away from
        SELECT 1 FROM listening_tally AS kept
        WHERE (kept.wording_id, kept.what, kept.day, kept.value) = (summed.wording_id, summed.what, summed.day, summed.value)
    )
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (wording_id, what, day, value) DO UPDATE SET
        mentions = listening_tally.mentions + excluded.mentions, reach = listening_tally.reach + excluded.reach,
        negative = listening_tally.negative + excluded.negative, positive = listening_tally.positive + excluded.positive
    RETURNING 1
), changed AS ( -- months that were added up (`months`)
    DELETE FROM listening_month AS kept
    USING (SELECT DISTINCT wording_id, what, date_trunc('month', day::timestamp)::date AS month FROM summed) AS new
    WHERE (kept.wording_id, kept.what, kept.month) = (new.wording_id, new.what, new.month)
)
SELECT count(*) FROM taken
"""


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def volume(wordings: Sequence[int], period: Period) -> list[Volume]:
    rows = read(
        "SELECT wording_id, hour, sentiment, mentions, reach FROM listening_volume"
        " WHERE wording_id = ANY(%s) AND hour >= %s AND hour < %s AND mentions > 0 ORDER BY hour",
        [list(wordings), period.since, period.until],
    )
    return [Volume(wording, at, None if said is None else Sentiment(said), many, reach) for wording, at, said, many, reach in rows]


def daily(wordings: Sequence[int], since: date, until: date) -> list[Daily]:
    rows = read(
        "SELECT wording_id, day, sentiment, mentions, reach FROM listening_day"
        " WHERE wording_id = ANY(%s) AND day BETWEEN %s AND %s AND mentions > 0 ORDER BY day",
        [list(wordings), since, until],
    )
    return [Daily(wording, day, None if said is None else Sentiment(said), many, reach) for wording, day, said, many, reach in rows]


def top(wordings: Sequence[int], what: What, since: date, until: date, limit: int) -> list[Tally]:
    lines, values = months.lines(wordings, what, since, until)
    rows = read(
        f"SELECT value, sum(mentions), sum(reach), sum(negative), sum(positive) FROM ({lines}) AS line"  # noqa: S608 - our own tables
        " GROUP BY value HAVING sum(mentions) > 0 ORDER BY 2 DESC, value LIMIT %s",
        [*values, limit],
    )
    return [Tally(value, int(many), int(reach), int(negative), int(positive)) for value, many, reach, negative, positive in rows]


def brought(sources: Sequence[int], period: Period) -> dict[int, int]:
    rows = read(
        "SELECT source_id, sum(mentions) FROM listening_brought WHERE source_id = ANY(%s) AND hour >= %s AND hour < %s GROUP BY source_id",
        [list(sources), hour_of(period.since), period.until],
    )
    return {source: int(many) for source, many in rows}


def read(sql: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
