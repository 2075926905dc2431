"""Doing in ClickHouse what was asked to be forgotten. Each may be begun again, however far it came."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection

from diapason.listening.store.base import Unavailable, What
from diapason.listening.store.clickhouse import backends, schema
from diapason.listening.store.clickhouse.backends import listed, quoted
from diapason.listening.store.clickhouse.lines import moment

AT_ONCE = 5000
LONGEST = 30  # seconds that we look on while the parts are written anew; they are, whether we look or not
TIME_IS_UP = 159  # a machine that is down: it will do it when it is back
Key = tuple[int, int]  # said_at, id


def do(act: dict[str, Any]) -> None:
    given = dict(act)
    acts: dict[str, Callable[..., None]] = {
        "erase": erase,
        "erase_author": erase_author,
        "forget_before": forget_before,
        "forget_wording": forget_wording,
    }
    acts[given.pop("do")](**given)


def erase(workspace: int, ids: Sequence[int]) -> None:
    asked = f"workspace = {int(workspace)} AND id IN ({listed(ids)})"
    for keys in pages(asked):
        unfile(keys)
        delete("filed", f"id IN ({listed(key for _at, key in keys)})")
    delete("mention", asked)


def erase_author(workspace: int, author: str, wordings: Sequence[int]) -> None:
    said = f"workspace = {int(workspace)} AND author = {quoted(author)}"
    for keys in pages(said):
        unfile(keys)
        delete("filed", f"id IN ({listed(key for _at, key in keys)})")
    delete("tally", f"what = '{What.AUTHOR}' AND value = {quoted(author)} AND wording IN ({listed([0, *wordings])})")
    delete("mention", said)


def forget_before(workspace: int, before: int, day: str, wordings: Sequence[int]) -> None:
    old = f"workspace = {int(workspace)} AND said_at < {int(before)}"
    for keys in pages(old):
        unfile(keys)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM listening_heard WHERE id = ANY(%s)", [[key for _at, key in keys]])
    known = listed([0, *wordings])
    delete("filed", f"said_at < {int(before)} AND wording IN ({known})")
    delete("tally", f"what IN ('{What.AUTHOR}', '{What.NAME}') AND day < toDate({quoted(day)}) AND wording IN ({known})")
    delete("mention", old)


def forget_wording(wording: int) -> None:
    for table in ("filed", "tally"):
        delete(table, f"wording = {int(wording)}")


def pages(condition: str) -> Iterator[list[Key]]:
    """The mentions that it holds for, by their place and number."""
    after = ""
    while True:
        rows = backends.rows(
            f"SELECT said_at, id FROM mention WHERE {condition}{after} ORDER BY said_at, id LIMIT 1 BY said_at, id LIMIT {AT_ONCE}"  # noqa: S608
        )
        keys = [(int(at), int(key)) for at, key in rows]
        if keys:
            yield keys
        if len(keys) < AT_ONCE:
            return
        after = f" AND (said_at, id) > ({keys[-1][0]}, {keys[-1][1]})"


def unfile(keys: Sequence[Key]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM listening_filed USING unnest(%s::timestamptz[], %s::bigint[]) AS gone (at, id)"
            " WHERE (said_at, mention_id) = (gone.at, gone.id)",
            [[moment(at) for at, _key in keys], [key for _at, key in keys]],
        )
        cursor.execute("DELETE FROM listening_amended WHERE id = ANY(%s)", [[key for _at, key in keys]])


def delete(table: str, condition: str) -> None:
    """On every machine; done when it returns, or soon after."""
    backend = backends.backend()
    name = schema.stored(backend, table)
    try:
        backend.run(f"ALTER TABLE {name}{schema.everywhere(backend)} DELETE WHERE {condition}")
    except Unavailable as error:
        if f"{TIME_IS_UP}" not in str(error):
            raise
    until = time.monotonic() + LONGEST
    waiting = f"SELECT count() FROM system.mutations WHERE database = currentDatabase() AND table = '{name}' AND is_done = 0"  # noqa: S608
    while backends.rows(waiting) != [[0]] and backends.rows(waiting) != [["0"]] and time.monotonic() < until:
        time.sleep(0.1)
