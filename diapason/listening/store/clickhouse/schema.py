"""The tables in ClickHouse. What they are made with is understood by every server since 18.16.

Moments are microseconds since 1970, numbers are ours, and words are an array: nothing here depends on a type of later versions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakSet

from diapason.listening.store.clickhouse import lines
from diapason.listening.store.clickhouse.backends import Backend, Refused

YEAR = 31_557_600_000_000  # microseconds
PART = 256  # numbers of attempts to add up that are dropped together


@dataclass(frozen=True, slots=True)
class Table:
    """`engine` is the family of MergeTree with its arguments; `spread` says on which machine a row belongs."""

    name: str
    columns: dict[str, str]
    engine: tuple[str, str]
    parts: str
    order: str
    spread: str


TABLES = (
    Table(
        "mention",
        {**{column: kind for column, kind, _of in lines.MENTION}, "version": "UInt64"},
        ("ReplacingMergeTree", "version"),
        f"intDiv(said_at, {YEAR})",
        "workspace, said_at, id",
        "cityHash64(id)",
    ),
    Table(
        "filed",
        {"wording": "Int64", "said_at": "Int64", "id": "Int64", "gone": "UInt8", "version": "UInt64"},
        ("ReplacingMergeTree", "version"),
        f"intDiv(said_at, {YEAR})",
        "wording, said_at, id",
        "cityHash64(id)",
    ),
    Table(
        "tally",
        {
            "wording": "Int64",
            "what": "String",
            "day": "Date",
            "value": "String",
            **dict.fromkeys(("mentions", "reach", "negative", "positive"), "Int64"),
            "level": "UInt8",
            "block": "UInt64",
        },
        ("MergeTree", ""),
        f"level, intDiv(block, {PART})",
        "wording, what, day, value",
        "cityHash64(value)",
    ),
)
# How the words are found without reading all: what the server knows, the best first. Without any it reads them, and is slower.
INDEXES = ("text(tokenizer = 'array')", "bloom_filter(0.01)")

_made: WeakSet[Backend] = WeakSet()


def ensure(backend: Backend) -> None:
    if backend in _made:
        return
    known = columns(backend)
    for table in TABLES:
        if table.name not in known:
            make(backend, table)
        for column in table.columns.keys() - known.get(table.name, table.columns.keys()):
            for name in dict.fromkeys((stored(backend, table.name), table.name)):
                backend.run(f"ALTER TABLE {name}{everywhere(backend)} ADD COLUMN {column} {table.columns[column]}")
    _made.add(backend)


def columns(backend: Backend) -> dict[str, set[str]]:
    sql = "SELECT table, name FROM system.columns WHERE database = currentDatabase() FORMAT TabSeparated"
    found: dict[str, set[str]] = {}
    for line in backend.run(sql).decode().splitlines():
        table, column = line.split("\t")
        found.setdefault(table, set()).add(column)
    return found


def make(backend: Backend, table: Table) -> None:
    for statement in statements(backend, table):
        backend.run(statement)
    if table.name == "mention":
        add_index(backend)


def statements(backend: Backend, table: Table) -> Iterator[str]:
    at, name = backend.address, stored(backend, table.name)
    described = "(" + ", ".join(f"{column} {kind}" for column, kind in table.columns.items()) + ")"
    family, arguments = table.engine
    if at.replicated:
        place = f"'/clickhouse/tables/{{shard}}/{at.database}/{name}', '{{replica}}'"
        family, arguments = f"Replicated{family}", ", ".join(filter(None, (place, arguments)))
    yield (
        f"CREATE TABLE IF NOT EXISTS {name}{everywhere(backend)} {described} ENGINE = {family}({arguments})"
        f" PARTITION BY ({table.parts}) ORDER BY ({table.order})"
    )
    if at.cluster:
        engine = f"Distributed({at.cluster}, {at.database}, {name}, {table.spread})"
        yield f"CREATE TABLE IF NOT EXISTS {table.name}{everywhere(backend)} {described} ENGINE = {engine}"


def add_index(backend: Backend) -> None:
    for kind in INDEXES:
        try:
            backend.run(f"ALTER TABLE {stored(backend, 'mention')}{everywhere(backend)} ADD INDEX words tokens TYPE {kind} GRANULARITY 1")
        except Refused:
            continue
        return


def stored(backend: Backend, table: str) -> str:
    """The table that holds the rows; on a cluster, the one of its name only leads to it."""
    return f"{table}_local" if backend.address.cluster else table


def everywhere(backend: Backend) -> str:
    return f" ON CLUSTER {backend.address.cluster}" if backend.address.cluster else ""


def clear(backend: Backend) -> None:
    """Takes everything away: before a move begins anew, and between tests."""
    ensure(backend)
    for table in TABLES:
        backend.run(f"TRUNCATE TABLE {stored(backend, table.name)}{everywhere(backend)}")
