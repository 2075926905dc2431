"""Views that are saved: which a member sees, and the address that each stands for today."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse

from diapason.core import clock
from diapason.core.numbers import whole
from diapason.listening import access
from diapason.listening.models import SavedView
from diapason.workspaces import choosing, events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Workspace
from diapason.workspaces.periods import last_days

Screen = SavedView.Screen
LONGEST, SHOWN = 1500, 12


def views(member: Member) -> QuerySet[SavedView]:
    """Their own and those of the team, by name."""
    rows = SavedView.objects.filter(Q(person=member.person) | Q(shared=True), workspace=member.workspace, removed_at=None)
    return rows.filter(Q(query=None) | Q(query__removed_at=None)).order_by("name", "pk")


def access_view(member: Member, view_id: int) -> SavedView:
    """Removed ones too: their removal can be undone. Raises Http404 for one that is not theirs to see."""
    rows = SavedView.objects.filter(Q(person=member.person) | Q(shared=True), workspace=member.workspace, pk=view_id)
    found = rows.first()
    if found is None:
        raise Http404
    return found


def access_own(member: Member, view_id: int) -> SavedView:
    """One that they may change: their own, or one of the team for those who choose what is listened for. Raises Http404."""
    found = access_view(member, view_id)
    if found.person_id != (member.person.pk if member.person else None) and not member.can("listening.write"):
        raise Http404
    return found


@transaction.atomic
def save(member: Member, name: str, screen: str, query: str, asked: str, *, shared: bool) -> SavedView:
    """What the screen shows now. Raises Http404 for a screen that is none."""
    if screen not in Screen.values or member.person is None:
        raise Http404
    given = QueryDict(asked.lstrip("?")[:LONGEST], mutable=True)
    given.pop("cursor", None)
    period = choosing.chosen(given, member.workspace.today)
    days = period.days if period.end == member.workspace.today else None
    if days:
        given.pop("from", None)
        given.pop("to", None)
    found = access.access_query(member, whole(query) or 0) if screen == Screen.QUERY else None
    view = SavedView.objects.create(
        workspace=member.workspace,
        person=member.person,
        name=name,
        screen=screen,
        query=found,
        asked=given.urlencode(),
        days=days,
        shared=shared and member.can("listening.write"),
    )
    events.record(member, "view.saved", view)
    return view


def address(view: SavedView, workspace: Workspace) -> str:
    """Of the screen, as it is today."""
    given = QueryDict(view.asked, mutable=True)
    if view.days:
        period = last_days(workspace.today, view.days)
        given["from"], given["to"] = period.start.isoformat(), period.end.isoformat()
    args: list[Any] = [workspace.slug, *([view.query_id] if view.query_id else [])]
    return f"{reverse(view.screen, args=args)}?{given.urlencode()}"


def first(member: Member) -> SavedView | None:
    """The one that this member opens listening with."""
    return views(member).filter(first_for=member.person).first() if member.person else None


@transaction.atomic
def put_first(member: Member, view: SavedView, *, wanted: bool) -> None:
    """For this member alone."""
    if member.person is None:
        return
    for each in SavedView.objects.filter(workspace=member.workspace, first_for=member.person):
        each.first_for.remove(member.person)
    if wanted:
        view.first_for.add(member.person)
    events.record(member, "view.put_first" if wanted else "view.put_back", view)


@transaction.atomic
def remove(member: Member, view: SavedView, *, restore: bool = False) -> None:
    view.removed_at = None if restore else clock.now()
    view.save(update_fields=["removed_at"])
    events.record(member, "view.restored" if restore else "view.removed", view)


def links(member: Member) -> list[tuple[str, str]]:
    """For the navigation: names and addresses."""
    return [(view.name, reverse("saved_view", args=[member.workspace.slug, view.pk])) for view in views(member)[:SHOWN]]
