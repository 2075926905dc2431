"""The lists of the filter bars: of the calendar, and of the posts."""

from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from diapason.editorial.forms import LANGUAGES, MARKETS
from diapason.editorial.models import Post
from diapason.editorial.planner import filters as addresses
from diapason.editorial.planner.filters import ME, NONE, Filters
from diapason.networks.base.marks import mark
from diapason.strategy.models import Campaign, Objective, Persona
from diapason.territory.access import spaces
from diapason.workspaces.doors import Request
from diapason.workspaces.models import Person

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Field:
    """One list: (value, words) of each choice, and what stands for all."""

    name: str
    label: str
    every: str
    choices: Choices
    value: str


def fields(request: Request, filters: Filters) -> list[Field]:
    """The lists, of the brand's own rows. Five queries, whatever their number."""
    found = list(spaces(request.member))
    networks = [(slug, mark(slug).name) for slug in sorted({space.network for space in found})]
    people = team(request)
    lists: list[tuple[str, str, str, Choices]] = [
        ("status", _("Status"), _("Every status"), [(addresses.TO_WRITE, _("To write")), *enumerated(Post.Status)]),
        ("network", _("Network"), _("Every network"), networks),
        ("space", _("Space"), _("Every space"), [(str(space.pk), space.name) for space in found]),
        ("objective", _("Objective"), _("Every objective"), rows(request, Objective)),
        ("assignee", _("Writer"), _("Every writer"), people),
        ("due", _("Deadline"), _("Every deadline"), deadlines(filters)),
        ("persona", _("Persona"), _("Every persona"), rows(request, Persona)),
        ("campaign", _("Campaign"), _("Every campaign"), rows(request, Campaign)),
        ("content_type", _("Content type"), _("Every content type"), enumerated(Post.ContentType)),
        ("language", _("Language"), _("Every language"), LANGUAGES),
        ("market", _("Market"), _("Every market"), [(value, words) for value, words in MARKETS if value]),
        ("author", _("Author"), _("Every author"), people),
    ]
    return [Field(name, label, every, choices, getattr(filters, name)) for name, label, every, choices in lists]


def enumerated(values: Any) -> Choices:
    return [(str(value), str(label)) for value, label in values.choices]


def rows(request: Request, model: Any) -> Choices:
    named = model.objects.filter(workspace=request.workspace).order_by("name").values_list("pk", "name")
    return [(str(pk), name) for pk, name in named] + [(NONE, _("None"))]


def team(request: Request) -> Choices:
    people = Person.objects.filter(memberships__workspace=request.workspace).order_by("name", "email")
    return [(ME, _("Me")), *((str(person.pk), str(person)) for person in people), (NONE, _("Nobody"))]


def deadlines(filters: Filters) -> Choices:
    found = [(addresses.LATE, _("Late")), (addresses.WEEK, _("Within seven days"))]
    chosen = addresses.day(filters.due)
    return [*found, (filters.due, formats.date_format(chosen, _("j F Y")))] if chosen else found
