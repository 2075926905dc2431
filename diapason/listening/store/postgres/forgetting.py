"""What must not be kept: of a person who asks for it, of another time, of a wording that nobody reads any more."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from diapason.listening.store.base import What
from diapason.listening.store.postgres import months, sums, vectors

AT_ONCE = 5000
OF_WORDINGS = ("filed", "volume", "day", "tally", "month", "month_tally")


@transaction.atomic
def erase(workspace: int, ids: Sequence[int]) -> int:
    """That they were heard stays known, by numbers that say nothing of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH asked AS (SELECT id, said_at FROM listening_heard WHERE id = ANY(%s))"
            ", gone AS (DELETE FROM listening_mention AS mention USING asked"
            " WHERE (mention.said_at, mention.id) = (asked.said_at, asked.id) AND workspace_id = %s RETURNING asked.id, asked.said_at)"
            ", unfiled AS (DELETE FROM listening_filed USING gone WHERE (listening_filed.said_at, mention_id) = (gone.said_at, gone.id))"
            " SELECT count(*) FROM gone",
            [list(ids), workspace],
        )
        return int(cursor.fetchone()[0])


@transaction.atomic
def erase_author(workspace: int, author: str, wordings: Sequence[int]) -> int:
    """That these mentions were heard stays known, by numbers that say nothing of them: reading the source again must not bring them
    back. Sums stay too, without the name; what waits to be counted is counted first, for it bears the name."""
    while sums.settle(wait=True):
        pass
    with connection.cursor() as cursor:
        for table in ("listening_tally", "listening_month_tally"):
            cursor.execute(
                f"DELETE FROM {table} WHERE what = %s AND value = %s AND wording_id = ANY(%s)",  # noqa: S608 - our own tables
                [What.AUTHOR.value, author, list(wordings)],
            )
    return erase_mentions(workspace, author)


@transaction.atomic
def erase_mentions(workspace: int, author: str) -> int:
    """Theirs alone: sums are left as they are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM listening_mention WHERE workspace_id = %s AND lexemes @@ %s::tsquery AND author = %s"
            " RETURNING id, said_at), unfiled AS (DELETE FROM listening_filed USING gone"
            " WHERE (listening_filed.said_at, mention_id) = (gone.said_at, gone.id)) SELECT count(*) FROM gone",
            [workspace, vectors.of_fact(What.AUTHOR, author), author],
        )
        return int(cursor.fetchone()[0])


def forget_before(workspace: int, moment: datetime, wordings: Sequence[int]) -> int:
    """Some at once, so that nobody waits long. The caller takes nothing older in again."""
    total = 0
    while gone := forget_some(workspace, moment):
        total += gone
    forget_names(moment.date(), wordings)
    return total


@transaction.atomic
def forget_names(before: date, wordings: Sequence[int]) -> None:
    whats = [What.AUTHOR, What.NAME]
    with connection.cursor() as cursor:
        months.hold(cursor)
        months.open_again(cursor, wordings, whats, until=before - timedelta(days=1))
        cursor.execute(
            "DELETE FROM listening_tally WHERE what = ANY(%s) AND day < %s AND wording_id = ANY(%s)",
            [[what.value for what in whats], before, list(wordings)],
        )


@transaction.atomic
def forget_some(workspace: int, moment: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH old AS (SELECT id, said_at FROM listening_mention WHERE workspace_id = %s AND said_at < %s LIMIT %s)"
            ", gone AS (DELETE FROM listening_mention AS mention USING old WHERE (mention.said_at, mention.id) = (old.said_at, old.id)"
            " RETURNING old.id, old.said_at)"
            ", unfiled AS (DELETE FROM listening_filed USING gone WHERE (listening_filed.said_at, mention_id) = (gone.said_at, gone.id))"
            ", unheard AS (DELETE FROM listening_heard USING gone WHERE listening_heard.id = gone.id)"
            " SELECT count(*) FROM gone",
            [workspace, moment, AT_ONCE],
        )
        return int(cursor.fetchone()[0])


@transaction.atomic
def forget_wording(wording: int) -> None:
    """What waits to be counted under it will be counted, for nobody: a wording's number is never given again."""
    with connection.cursor() as cursor:
        for table in OF_WORDINGS:
            cursor.execute(f"DELETE FROM listening_{table} WHERE wording_id = %s", [wording])  # noqa: S608 - our own tables
