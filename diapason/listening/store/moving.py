"""Moving mentions from one engine to the other, while they keep coming in.

PostgreSQL always knows what was heard and where it is filed, and counts it: only texts, words and what comes up in them move. Each step
walks through what there is, some at a time; what was written of it and how far it came are one transaction, so that a move that is
killed goes on where it stood. What comes in meanwhile goes to both engines (`kept`), the same twice being one. While the sums of words
and authors are copied they stand still: what is new to them waits. In the end both are compared, while nobody writes, and only where
they agree does the place change.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from diapason.listening.store import comparing, kept
from diapason.listening.store.clickhouse import backends, lines, schema, searching, tallies
from diapason.listening.store.clickhouse import keeping as towards_clickhouse
from diapason.listening.store.postgres import keeping as towards_postgres
from diapason.listening.store.postgres import months
from diapason.listening.store.postgres import searching as from_postgres

MENTIONS, FILED, LINES = 1000, 20_000, 5000  # at once
STEPS = {"clickhouse": ("mentions", "filed", "sums", "check"), "postgres": ("mentions", "sums", "check")}
LAST = 2**63 - 1
Place = list[int] | None


class CannotMove(Exception):
    """Why; it can be shown."""


@dataclass(slots=True)
class Move:
    id: int
    towards: str
    step: str
    place: Place
    moved: int


Told = Callable[[Move], None]
LEFT = "left"  # the step of a move that is done, while what it moved is still where it was too


def current() -> Move | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, towards, step, place, moved FROM listening_move WHERE done_at IS NULL")
        row = cursor.fetchone()
    return Move(row[0], row[1], row[2], json.loads(row[3]) if row[3] else None, row[4]) if row else None


def begin(towards: str) -> Move:
    """The move that is going on, or a new one, over emptied ground. Raises CannotMove."""
    if move := current():
        if move.towards != towards:
            raise CannotMove(f"Mentions are being moved to {move.towards}: finish that move, or give it up with --give-up.")
        return move
    leave()
    if kept.state().engine == towards:
        raise CannotMove(f"Mentions are kept in {towards} already.")
    empty(towards)
    with alone(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO listening_move (towards, step) VALUES (%s, 'mentions') RETURNING id", [towards])
        return Move(cursor.fetchone()[0], towards, "mentions", None, 0)


def give_up() -> None:
    """Mentions stay where they are."""
    move = current()
    if move is None:
        raise CannotMove("No mentions are being moved.")
    with alone(), connection.cursor() as cursor:
        if move.towards == "clickhouse":
            cursor.execute("DELETE FROM listening_queued")
        cursor.execute("DELETE FROM listening_move WHERE id = %s", [move.id])
    empty(move.towards)


def empty(engine: str) -> None:
    if engine == "clickhouse":
        schema.clear(backends.backend())
        return
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE listening_mention, listening_tally, listening_month, listening_month_tally")


@contextmanager
def alone() -> Iterator[None]:
    """While nobody takes mentions in. Who wants to waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('listening.store'))")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('listening.store'))")


def run(towards: str, told: Told) -> None:
    """To its end. Raises CannotMove, Unavailable."""
    move = begin(towards)
    while move.step != "check":
        told(move)
        advance(move)
        drain()
    told(move)
    finish(move)


def advance(move: Move) -> None:
    """Some of the present step, or the next one."""
    if move.step == "sums" and move.place is None:
        with alone():  # who began to add up before sums stood still has ended
            pass
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('listening.forget'))")
        cursor.execute("SELECT 1 FROM listening_queued WHERE act IS NOT NULL LIMIT 1")
        if cursor.fetchone():
            return  # somebody is being forgotten: what is read now may be theirs
        move.place, many = WALKS[move.towards, move.step](move.place)
        move.moved += many
        if move.place is None:
            steps = STEPS[move.towards]
            move.step = steps[steps.index(move.step) + 1]
        cursor.execute(
            "UPDATE listening_move SET step = %s, place = %s, moved = %s WHERE id = %s",
            [move.step, json.dumps(move.place), move.moved, move.id],
        )


def drain() -> None:
    """What waits for ClickHouse is brought there. Raises Unavailable where it does not go."""
    while kept.Kept().settle(patient=False):
        pass


def finish(move: Move) -> None:
    drain()
    with alone():
        drain()
        if wrong := comparing.differences():
            raise CannotMove("The two engines do not agree, and mentions stay where they are: " + "; ".join(wrong[:5]))
        with transaction.atomic(), connection.cursor() as cursor:
            left = "" if move.towards == "clickhouse" else LEFT
            cursor.execute("UPDATE listening_move SET step = %s, done_at = now() WHERE id = %s", [left, move.id])
            if move.towards == "clickhouse":
                empty("postgres")
            else:
                cursor.execute("TRUNCATE listening_amended")
    leave()


def leave() -> None:
    """What a move that is done left in ClickHouse goes, also where the process that moved it was killed before. Every night and before
    another move, which cannot begin meanwhile. Raises Unavailable."""
    if not left_behind():
        return
    with alone():
        if moves := left_behind():
            empty("clickhouse")
            with connection.cursor() as cursor:
                cursor.execute("UPDATE listening_move SET step = '' WHERE id = ANY(%s)", [moves])


def left_behind() -> list[int]:
    """The moves that are done, and left what they moved where it was too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM listening_move WHERE step = %s AND done_at IS NOT NULL", [LEFT])
        return [move for (move,) in cursor.fetchall()]


# ── Towards ClickHouse ───────────────────────────────────────────────────────────────────────────────────────────────
def mentions_of_postgres(place: Place) -> tuple[Place, int]:
    """`place`: brand, moment and number of the last; from the latest backwards, for that is how they are filed."""
    workspace, at, key = place or [-1, 0, 0]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT workspace_id, said_at, id FROM listening_mention WHERE workspace_id = %s AND (said_at, id) < (%s, %s)"
            " ORDER BY said_at DESC, id DESC LIMIT %s",
            [workspace, lines.moment(at), key, MENTIONS],
        )
        rows = cursor.fetchall()
        if not rows:
            cursor.execute("SELECT min(workspace_id) FROM listening_mention WHERE workspace_id > %s", [workspace])
            following = cursor.fetchone()[0]
            return ([following, lines.instant(FAR), LAST] if following is not None else None), 0
    found = from_postgres.fetch([(row[1], row[2]) for row in rows])
    for mention, row in zip(found, rows, strict=True):
        mention.id = row[2]  # the number under which it is filed, whatever made it
    towards_clickhouse.queue(found, ())
    return [workspace, lines.instant(rows[-1][1]), rows[-1][2]], len(rows)


def filed_in_postgres(place: Place) -> tuple[Place, int]:
    wording, at, key = place or [-1, 0, 0]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wording_id, said_at, mention_id FROM listening_filed WHERE (wording_id, said_at, mention_id) > (%s, %s, %s)"
            " ORDER BY wording_id, said_at, mention_id LIMIT %s",
            [wording, lines.moment(at), key, FILED],
        )
        rows = [[wording, lines.instant(at), key, 0] for wording, at, key in cursor.fetchall()]
        if not rows:
            return None, 0
        cursor.execute("INSERT INTO listening_queued (filed) VALUES (%s)", [lines.of_rows(rows)])
    return rows[-1][:3], 0


def sums_of_postgres(place: Place) -> tuple[Place, int]:
    """All of a wording at once; `place`: its number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(wording_id) FROM listening_tally WHERE wording_id > %s", [place[0] if place else -1])
        wording = cursor.fetchone()[0]
        if wording is None:
            return None, 0
        cursor.execute(
            "INSERT INTO listening_queued (lines) SELECT jsonb_agg(jsonb_build_array("
            " wording_id, what, day, value, mentions, reach, negative, positive)) FROM ("
            "  SELECT *, row_number() OVER (ORDER BY what, day, value) / %s AS part FROM listening_tally WHERE wording_id = %s"
            " ) AS line GROUP BY part",
            [LINES, wording],
        )
    return [wording], 0


# ── Towards PostgreSQL ───────────────────────────────────────────────────────────────────────────────────────────────
def mentions_of_clickhouse(place: Place) -> tuple[Place, int]:
    workspace, at, key = place or [-1, 0, 0]
    rows = backends.rows(
        f"SELECT said_at, id FROM mention WHERE workspace = {int(workspace)} AND (said_at, id) < ({int(at)}, {int(key)})"  # noqa: S608
        f" ORDER BY said_at DESC, id DESC LIMIT 1 BY said_at, id LIMIT {MENTIONS}"
    )
    if not rows:
        [[following, many]] = backends.rows(f"SELECT min(workspace), count() FROM mention WHERE workspace > {int(workspace)}")  # noqa: S608
        return ([int(following), lines.instant(FAR), LAST] if int(many) else None), 0
    keys = [(int(at), int(key)) for at, key in rows]
    towards_postgres.write_once(searching.fetch(workspace, keys))
    return [workspace, *keys[-1]], len(keys)


def sums_of_clickhouse(place: Place) -> tuple[Place, int]:
    true = " OR ".join(level.condition for level in tallies.levels())
    after = place[0] if place else -1
    [[wording, many]] = backends.rows(f"SELECT min(wording), count() FROM tally WHERE wording > {int(after)} AND ({true})")  # noqa: S608
    if not int(many):
        return None, 0
    rows = backends.rows(
        "SELECT wording, what, day, value, sum(mentions), sum(reach), sum(negative), sum(positive) FROM tally"  # noqa: S608
        f" WHERE wording = {int(wording)} AND ({true}) GROUP BY wording, what, day, value"
    )
    with connection.cursor() as cursor:
        months.open_again(cursor, [int(wording)], months.MANY)
        cursor.execute("DELETE FROM listening_tally WHERE wording_id = %s", [int(wording)])
        columns = "wording_id, what, day, value, mentions, reach, negative, positive"
        with cursor.copy(f"COPY listening_tally ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    return [int(wording)], 0


FAR = lines.EPOCH.replace(year=9000)
WALKS: dict[tuple[str, str], Callable[[Place], tuple[Place, int]]] = {
    ("clickhouse", "mentions"): mentions_of_postgres,
    ("clickhouse", "filed"): filed_in_postgres,
    ("clickhouse", "sums"): sums_of_postgres,
    ("postgres", "mentions"): mentions_of_clickhouse,
    ("postgres", "sums"): sums_of_clickhouse,
}
