"""The audit log: what was done, filtered by person, kind, object and dates. Every filter has its index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from diapason.core import keyset
from diapason.workspaces.models import Event, Workspace

ORDER = ("-at", "-id")


@dataclass(frozen=True, slots=True)
class Filters:
    """Read from the address; what cannot be understood is left out. `person` is a number, or `system`."""

    person: str = ""
    family: str = ""
    subject: str = ""
    subject_id: int | None = None
    since: date | None = None
    until: date | None = None

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        person, number = query.get("person", ""), query.get("id", "")
        return cls(
            person=person if person == "system" or is_number(person) else "",
            family=query.get("family", "")[:60],
            subject=query.get("subject", "")[:60],
            subject_id=int(number) if is_number(number) else None,
            since=day(query.get("since", "")),
            until=day(query.get("until", "")),
        )

    @property
    def any(self) -> bool:
        return self != Filters()


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def events(workspace: Workspace, filters: Filters) -> QuerySet[Event]:
    """The events that match, unordered; days are those of the active time zone."""
    rows = Event.objects.filter(workspace=workspace).select_related("person", "guest")
    wanted: dict[str, Any] = {"family": filters.family, "subject": filters.subject, "subject_id": filters.subject_id}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if filters.person == "system":
        rows = rows.filter(person=None, guest=None)
    elif filters.person:
        rows = rows.filter(person_id=int(filters.person))
    if filters.since:
        rows = rows.filter(at__gte=midnight(filters.since))
    if filters.until:
        rows = rows.filter(at__lt=midnight(filters.until + timedelta(days=1)))
    return rows


def midnight(of: date) -> datetime:
    return timezone.make_aware(datetime(of.year, of.month, of.day))  # noqa: DTZ001 - made aware at once


def page(workspace: Workspace, filters: Filters, cursor: str = "", size: int = 50) -> keyset.Page[Event]:
    """Newest first. Raises keyset.BadCursor."""
    return keyset.page(events(workspace, filters), ORDER, cursor=cursor, size=size)


def people(workspace: Workspace) -> Sequence[tuple[int, str]]:
    """Who may be filtered by: the present team, by name."""
    rows = workspace.memberships.select_related("person")
    return sorted(((row.person_id, str(row.person)) for row in rows), key=lambda each: each[1].casefold())
