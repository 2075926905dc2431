"""Keyset pages: the next page starts after the last row of this one, however deep, at the same cost."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet


class BadCursor(ValueError):
    """A cursor that was not made here: the page starts again from the top."""


@dataclass(frozen=True, slots=True)
class Page[Row: Model]:
    rows: list[Row]
    next: str | None


def encode(values: Sequence[Any]) -> str:
    plain = [value.isoformat() if isinstance(value, date) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def decode(cursor: str, length: int) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError as error:
        raise BadCursor from error
    if not isinstance(values, list) or len(values) != length or not is_key(values[-1]):
        raise BadCursor
    if any(isinstance(value, str) and "\0" in value for value in values):  # PostgreSQL has no such text
        raise BadCursor
    return values


def is_key(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63


def after(fields: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows that follow `values` in the order of `fields` (a leading minus reverses a field).

    The first field is bounded by itself too: an index begins there, where it would otherwise be walked from its end.
    """
    condition, equal = Q(), Q()
    for field, value in zip(fields, values, strict=True):
        name, comparison = (field[1:], "lt") if field.startswith("-") else (field, "gt")
        condition |= equal & Q(**{f"{name}__{comparison}": value})
        equal &= Q(**{name: value})
    first = fields[0].removeprefix("-")
    return Q(**{f"{first}__{'lte' if fields[0].startswith('-') else 'gte'}": values[0]}) & condition


def page[Row: Model](rows: QuerySet[Row], order: Sequence[str], *, cursor: str = "", size: int = 50) -> Page[Row]:
    """`size` rows after `cursor`; `order` must end with a unique whole-number field such as `id`.

    Raises BadCursor for a cursor that does not belong to this order.
    """
    rows = rows.order_by(*order)
    if cursor:
        try:
            rows = rows.filter(after(order, decode(cursor, len(order))))
            found = list(rows[: size + 1])
        except (ValueError, TypeError, ValidationError) as error:
            raise BadCursor from error
    else:
        found = list(rows[: size + 1])
    if len(found) <= size:
        return Page(found, None)
    last = found[size - 1]
    return Page(found[:size], encode([attribute(last, field.lstrip("-")) for field in order]))


def page_or_first[Row: Model](rows: QuerySet[Row], order: Sequence[str], *, cursor: str, size: int = 50) -> Page[Row]:
    """The page of an address, which anybody may write: the first one, where its cursor was not made here."""
    try:
        return page(rows, order, cursor=cursor, size=size)
    except BadCursor:
        return page(rows, order, size=size)


def late_page[Row: Model](
    rows: QuerySet[Row], order: Sequence[str], *, cursor: str = "", size: int = 50, whole: QuerySet[Row] | None = None
) -> Page[Row]:
    """The same page as `page`, in two queries: found among bare rows, then read whole with what is joined to them.

    For an order or a filter that no index serves: the database then sorts numbers, not thousands of wide rows. `whole` reads the
    rows of the page where a filter costs too much to be asked twice. Raises BadCursor.
    """
    columns = {field.attname for field in rows.model._meta.concrete_fields}
    named = [name for name in (field.lstrip("-") for field in order) if name in columns]
    found = page(rows.select_related(None).prefetch_related(None).only(*named), order, cursor=cursor, size=size)
    read = {row.pk: row for row in (rows if whole is None else whole).filter(pk__in=[row.pk for row in found.rows])}
    return Page([read[row.pk] for row in found.rows if row.pk in read], found.next)


def attribute(row: Model, path: str) -> Any:
    value: Any = row
    for name in path.split("__"):
        value = getattr(value, name)
    return value
