"""What waits for people, counted beside the entries of the navigation.

An app declares its rows in `apps.ready()`; the shell counts all of them with one query for the whole page.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

from diapason.workspaces.members import Member
from diapason.workspaces.models import Workspace

Rows = Callable[[Member], QuerySet[Any]]
MOST = 100
_declared: dict[str, Rows] = {}


def declare(entry: str, rows: Rows) -> None:
    """`entry` is the URL name of the navigation entry; `rows` gives what waits there for that member, whatever its order."""
    _declared[entry] = rows


class Count(Subquery):
    """How many rows a query finds, up to `MOST`: enough to say « 99+ » without counting a whole table."""

    template = "(SELECT count(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk")[:MOST])


def count(member: Member, **more: QuerySet[Any]) -> dict[str, int]:
    """Every declared counter, and those given by name, for this member: one query."""
    rows = {entry: declared(member) for entry, declared in _declared.items()} | more
    if not rows:
        return {}
    found = Workspace.objects.filter(pk=member.workspace.pk).values_list(*[Count(each) for each in rows.values()]).first()
    return dict(zip(rows, found or [0] * len(rows), strict=True))
