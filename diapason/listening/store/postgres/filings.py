"""Where mentions are filed: under which wordings, and for which day each was counted there."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection

from diapason.listening.mentions import Mention

Key = tuple[datetime, int]  # when it was said, its number
Days = dict[int, date | None]  # by wording under which a mention is filed, the day for which it was counted there


def of(keys: Sequence[Key], wordings: Sequence[int]) -> dict[int, Days]:
    """By the number of the mention; nothing of what is filed under none of them."""
    found: dict[int, Days] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(FILINGS, [[at for at, _key in keys], [key for _at, key in keys], list(wordings)])
        for mention, wording, day in cursor.fetchall():
            found[mention][wording] = day
    return found


# Looked up one by one: joined, all that was ever filed might be read.
FILINGS = """
SELECT asked.id, wording, filed.day FROM unnest(%s::timestamptz[], %s::bigint[]) AS asked (at, id), unnest(%s::bigint[]) AS wording,
LATERAL (SELECT day FROM listening_filed WHERE (wording_id, said_at, mention_id) = (wording, asked.at, asked.id) OFFSET 0) AS filed
"""


def of_mentions(mentions: Sequence[Mention], wordings: Sequence[int]) -> dict[int, Days]:
    return of([(mention.said_at, mention.id) for mention in mentions], wordings)


def filed(wording: int, keys: Sequence[Key]) -> list[Key]:
    """Those that are filed there, in their order."""
    there = of(keys, [wording]) if keys else {}
    return [key for key in keys if key[1] in there]
