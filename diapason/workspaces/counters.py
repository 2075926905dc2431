"""What waits for people, counted beside the entries of the navigation.

An app declares its rows in `apps.ready()`; the shell counts all of them with one query for the whole page.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from diapason.workspaces.members import Member

Rows = Callable[[Member], QuerySet[Any]]
MOST = 100
_declared: dict[str, Rows] = {}


def declare(entry: str, rows: Rows) -> None:
    """`entry` is the URL name of the navigation entry; `rows` gives what waits there for that member, whatever its order."""
    _declared[entry] = rows


def count(member: Member, **more: QuerySet[Any]) -> dict[str, int]:
    """Every declared counter, and those given by name, for this member: one query."""
    return count_rows({entry: declared(member) for entry, declared in _declared.items()} | more)


def count_rows(rows: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many each finds, up to `MOST`: enough to say « 99+ » without counting a whole table. Their queries are joined as text:
    to nest them in one query of the ORM takes twice as long as to run it."""
    found, parts = dict.fromkeys(rows, 0), {}
    for name, each in rows.items():
        with suppress(EmptyResultSet):  # what is known to find nothing has no query
            parts[name] = each.order_by().values("pk")[:MOST].query.sql_with_params()
    if parts:
        counted = ", ".join(f"(SELECT count(*) FROM ({sql}) counted)" for sql, _params in parts.values())  # noqa: S608 - written by the ORM
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {counted}", [value for _sql, params in parts.values() for value in params])
            found |= zip(parts, cursor.fetchone() or (), strict=True)
    return found
