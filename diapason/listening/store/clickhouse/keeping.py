"""Mentions come in: PostgreSQL says which are new and counts them; their texts and words are queued beside, in the same transaction."""

from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from diapason.listening.mentions import Mention
from diapason.listening.store.clickhouse import lines
from diapason.listening.store.postgres import keeping

Filed = tuple[int, Mention]  # a wording, and what it finds


@transaction.atomic
def keep(mentions: Sequence[Mention]) -> list[Mention]:
    new = keeping.claimed(mentions)
    if new:
        queue(new, [(wording, mention) for mention in new for wording in mention.found_by])
        keeping.count(new)
    return new


@transaction.atomic
def file(wording: int, mentions: Sequence[Mention]) -> int:
    new = keeping.filed(wording, mentions)
    if new:
        queue((), [(wording, mention) for mention in new])
    return len(new)


def queue(mentions: Iterable[Mention], filed: Iterable[Filed], gone: Iterable[Filed] = ()) -> None:
    """Their way to ClickHouse. The same ones may be queued again: there they are one, as the last."""
    known = [lines.of_mentions(mentions), lines.of_filed(filed) + lines.of_filed(gone, gone=True)]
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO listening_queued (mentions, filed) VALUES (%s, %s)", known)
