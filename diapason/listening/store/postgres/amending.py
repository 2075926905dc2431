"""What is understood or decided of mentions that are kept changes, and what was counted moves with it."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import connection, transaction

from diapason.listening.mentions import Mention
from diapason.listening.store.base import Change
from diapason.listening.store.postgres import filings, sums, vectors
from diapason.listening.store.postgres.filings import Days
from diapason.listening.store.postgres.keeping import COLUMNS
from diapason.listening.store.postgres.searching import mention_of

Write = Callable[[Mention, Days], None]


@transaction.atomic
def amend(workspace: int, ids: Sequence[int], wordings: Sequence[int], change: Change) -> list[Mention]:
    return amended(held(workspace, ids), wordings, change, write)


def amended(kept: Sequence[Mention], wordings: Sequence[int], change: Change, write: Write) -> list[Mention]:
    """`write` is given each that changed as it is now, and where it was filed."""
    filed = filings.of_mentions(kept, wordings)
    before, moved = list[Mention](), sums.Sums()
    for mention in kept:
        days = filed[mention.id]
        mention.found_by = tuple(sorted(days))
        new = replace(mention, data=deepcopy(mention.data))
        change(new)
        mention.zone = new.zone
        if new != mention:
            before.append(mention)
            new.known_otherwise()
            write(new, days)
            move(moved, mention, new, days)
    sums.add(moved)
    return before


def held(workspace: int, ids: Sequence[int]) -> list[Mention]:
    """As they are kept, until the end of the transaction. In one order: two that change the same ones wait for each other."""
    columns = ", ".join(f"mention.{name}" for name in COLUMNS.split(", "))
    with connection.cursor() as cursor:
        cursor.execute("SELECT said_at, id FROM listening_heard WHERE id = ANY(%s) ORDER BY said_at, id", [list(ids)])
        keys = cursor.fetchall()
        cursor.execute(
            f"SELECT {columns} FROM unnest(%s::timestamptz[], %s::bigint[]) AS asked (asked_at, asked_id)"  # noqa: S608 - our own columns
            " JOIN listening_mention AS mention ON (mention.said_at, id) = (asked_at, asked_id)"
            " WHERE workspace_id = %s ORDER BY asked_at, asked_id FOR UPDATE OF mention",
            [[at for at, _key in keys], [key for _at, key in keys], workspace],
        )
        return [mention_of(row) for row in cursor.fetchall()]


def write(new: Mention, days: Days) -> None:
    key = (new.said_at, new.id)
    sentiment = None if new.sentiment is None else int(new.sentiment)
    known: dict[str, Any] = {name: getattr(new, name) for name in ("language", "confidence", "intent", "family", "ignored")}
    known |= {"sentiment": sentiment, "labels": list(new.labels), "data": json.dumps(new.data)}
    known["lexemes"] = vectors.of_mention(new)
    assigned = ", ".join(f"{name} = %s" for name in known)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE listening_mention SET {assigned} WHERE (said_at, id) = (%s, %s)", [*known.values(), *key])  # noqa: S608
    refile(new, days)


def refile(new: Mention, days: Days) -> None:
    at, key, sentiment = new.said_at, new.id, None if new.sentiment is None else int(new.sentiment)
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM listening_filed WHERE (wording_id, said_at, mention_id) = (%s, %s, %s)",
            [(wording, at, key) for wording in days if wording not in new.found_by],
        )
        cursor.executemany(
            "INSERT INTO listening_filed (wording_id, said_at, mention_id, sentiment, ignored, day) VALUES (%s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (wording_id, said_at, mention_id) DO UPDATE SET sentiment = excluded.sentiment, ignored = excluded.ignored",
            [(wording, at, key, sentiment, new.ignored, days.get(wording) or new.day) for wording in new.found_by],
        )


def move(moved: sums.Sums, old: Mention, new: Mention, days: Days) -> None:
    for mention, times in ((old, -1), (new, 1)):
        if mention.ignored:
            continue
        by_day: dict[date, list[int]] = defaultdict(list)
        for wording in mention.found_by:
            by_day[days.get(wording) or mention.day].append(wording)
        for day, wordings in by_day.items():
            sums.count(moved, mention, wordings, day, times)
