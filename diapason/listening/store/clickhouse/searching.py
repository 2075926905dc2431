"""Reading mentions, the latest first."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection

from diapason.core import clock
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.queries.nodes import Node
from diapason.listening.store import lexemes
from diapason.listening.store.base import Found, Place, Search
from diapason.listening.store.clickhouse import backends, lines
from diapason.listening.store.clickhouse.backends import listed, quoted
from diapason.listening.store.clickhouse.lines import instant, moment
from diapason.listening.store.pages import tested
from diapason.listening.store.postgres.filings import filed

Key = tuple[int, int]  # said_at, id
FIRST = 2 * 86_400_000_000  # microseconds: two days
WIDER = 8
WIDEST = 600 * 86_400_000_000


class Tokens(lexemes.Language):
    """What is asked of `tokens`. Every server since 18.16 understands it; an index of words makes `has` quick where there is one."""

    def has(self, lexeme: str) -> str:
        return f"has(tokens, {quoted(lexeme)})"

    def beginning(self, head: str) -> str:
        return f"arrayExists(token -> substring(token, 1, {len(head.encode())}) = {quoted(head)}, tokens)"

    def every(self, parts: Iterable[str]) -> str:
        return "(" + " AND ".join(parts) + ")"

    def one_of(self, parts: Iterable[str]) -> str:
        return "(" + " OR ".join(parts) + ")"

    def none(self, part: str) -> str:
        return f"NOT ({part})"


def necessary(node: Node) -> tuple[str | None, bool]:
    return lexemes.necessary(node, Tokens())


def search(search: Search, size: int, after: Place | None = None) -> Found:
    if search.node is None or necessary(search.node)[1]:
        return candidates(search, size, after)
    return tested(candidates, search, search.node, size, after)


def candidates(search: Search, size: int, after: Place | None = None) -> Found:
    facts = conditions(search)
    keys = walked(search, facts, size + 1, after)
    chosen = keys[:size]
    more = Place(moment(chosen[-1][0]), chosen[-1][1]) if len(keys) > size else None
    kept = chosen if search.wording is None else still_filed(search.wording, chosen)
    return Found([mention for mention in fetch(search.workspace, kept, facts) if fits(search, mention)], more)


def fits(search: Search, mention: Mention) -> bool:
    """What was decided of it is known before ClickHouse knows it."""
    return search.ignored in {None, mention.ignored} and search.sentiment in {None, mention.sentiment}


def still_filed(wording: int, keys: Sequence[Key]) -> list[Key]:
    still = {key for _at, key in filed(wording, [(moment(at), key) for at, key in keys])}
    return [key for key in keys if key[1] in still]


def conditions(search: Search) -> list[str]:
    """What is asked of a mention beside its place in time. What a wording finds is read by its filing alone where nothing else is asked:
    the few that are ignored are left out when they are read."""
    found = [Tokens().has(lexemes.of_fact(what, value)) for what, value in search.facts]
    if search.sentiment is not None:
        found.append(f"sentiment = {int(search.sentiment)}")
    if search.node is not None and (asked := necessary(search.node)[0]):
        found.append(asked)
    if search.ignored is not None and (search.ignored or found or search.wording is None):
        found.append(f"ignored = {search.ignored:d}")
    return found


def walked(search: Search, facts: Sequence[str], size: int, after: Place | None) -> list[Key]:
    """Back in time, in ever wider steps, until there are enough: what is common is met soon, and what is rare costs few readings."""
    keys: list[Key] = []
    for since, until in steps(search, after):
        rows = backends.rows(selected(search, facts, since, until, after) + f" LIMIT {size - len(keys)}")
        keys += [(int(at), int(key)) for at, key in rows]
        if len(keys) >= size:
            break
    return keys


def steps(search: Search, after: Place | None) -> Iterator[tuple[int | None, int | None]]:
    """From, included, and until, left out; None: without end."""
    oldest = instant(search.period.since) if search.period else None
    newest = [*([instant(after.at) + 1] if after else []), *([instant(search.period.until)] if search.period else [])]
    until = min(newest, default=None)
    start, span = until or instant(clock.now() + timedelta(hours=1)), FIRST
    while True:
        since = start - span
        if (oldest is not None and since <= oldest) or span > WIDEST:
            yield oldest, until
            return
        yield since, until
        start = until = since
        span *= WIDER


def selected(search: Search, facts: Sequence[str], since: int | None, until: int | None, after: Place | None) -> str:
    within = [
        *([f"said_at >= {since}"] if since is not None else []),
        *([f"said_at < {until}"] if until is not None else []),
        *([f"(said_at, id) < ({instant(after.at)}, {int(after.id)})"] if after else []),
    ]
    table, asked = "mention", [f"workspace = {int(search.workspace)}", *facts]
    if search.wording is not None:
        filed = " AND ".join([f"wording = {int(search.wording)}", *within])
        if facts:
            asked.append(f"id IN (SELECT id FROM filed WHERE {filed})")  # noqa: S608 - our own numbers
        else:
            table, asked = "filed", [f"wording = {int(search.wording)}"]
    condition = " AND ".join([*asked, *within])
    return f"SELECT said_at, id FROM {table} WHERE {condition} ORDER BY said_at DESC, id DESC LIMIT 1 BY said_at, id"  # noqa: S608 - quoted


def fetch(workspace: int, keys: Sequence[Key], facts: Sequence[str] = ()) -> list[Mention]:
    """In their order, as they are now: one that was changed meanwhile, and is no longer what was asked, is left out."""
    if not keys:
        return []
    still = f" WHERE {' AND '.join(facts)}" if facts else ""
    rows = backends.rows(
        f"SELECT {lines.READ} FROM (SELECT * FROM mention WHERE workspace = {int(workspace)}"  # noqa: S608 - our own numbers
        f" AND said_at IN ({listed(at for at, _key in keys)}) AND id IN ({listed(key for _at, key in keys)})"
        f" ORDER BY said_at DESC, id DESC, version DESC LIMIT 1 BY said_at, id){still} ORDER BY said_at DESC, id DESC"
    )
    return as_decided([lines.mention_of(row) for row in rows])


def as_decided(mentions: list[Mention]) -> list[Mention]:
    """With what PostgreSQL knows of those that were amended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, known FROM listening_amended WHERE id = ANY(%s)", [[mention.id for mention in mentions]])
        decided = {key: json.loads(known) for key, known in cursor.fetchall()}
    for mention in mentions:
        for name, value in decided.get(mention.id, {}).items():
            setattr(mention, name, OF_JSON.get(name, same)(value))
    return mentions


def known(mention: Mention) -> dict[str, Any]:
    """What an amendment may change of a mention itself."""
    return {name: getattr(mention, name) for name in AMENDED}


def same(value: Any) -> Any:
    return value


AMENDED = ("language", "sentiment", "confidence", "intent", "family", "labels", "ignored", "data")
OF_JSON: dict[str, Callable[[Any], Any]] = {
    "sentiment": lambda value: None if value is None else Sentiment(value),
    "labels": tuple,
}


def get(workspace: int, ids: Sequence[int]) -> list[Mention]:
    """Those that are kept, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT said_at, id FROM listening_heard WHERE id = ANY(%s)", [list(ids)])
        return fetch(workspace, [(instant(at), key) for at, key in cursor.fetchall()])


def names(workspace: int, authors: Sequence[str]) -> dict[str, str]:
    if not authors:
        return {}
    rows = backends.rows(
        "SELECT author, argMax(if(author_name = '', author_handle, author_name), said_at) FROM mention"  # noqa: S608 - quoted
        f" WHERE workspace = {int(workspace)} AND author IN ({listed(authors)}) GROUP BY author"
    )
    return {author: name for author, name in rows if name}
