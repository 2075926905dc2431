"""The room: one page on which a crisis is read and led."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core import clock
from diapason.core.toasts import toast
from diapason.crises import access, facts, running, timeline
from diapason.crises import scale as scales
from diapason.crises.forms import publishable
from diapason.crises.models import Crisis
from diapason.workspaces import notices
from diapason.workspaces.doors import Request, door
from diapason.workspaces.members import Member

SHOWN_AT_ONCE = 60  # lines of the time line; all of them are on the page to print


@door("crisis.view")
def crisis(request: Request, crisis_id: int) -> HttpResponse:
    found = access.access_crisis(request.member, crisis_id)
    return render(request, "crises/room.html", page(request.member, found, request.GET.get("show", "")))


def page(member: Member, crisis: Crisis, shown: str = "") -> dict[str, Any]:
    """Everything that the room shows; a constant number of queries."""
    paused = running.pauses(crisis)
    held = {each.space_id for each in paused}
    known = facts.gather(crisis)
    review, items = getattr(crisis, "review", None), timeline.read(crisis, shown)
    return {
        "crisis": crisis,
        "levels": scales.levels(crisis.workspace),
        "facts": known,
        "answer_due": crisis.opened_at + timedelta(minutes=crisis.level.answer_within),
        "now": clock.now(),
        "chart": timeline.chart(crisis),
        "latest": timeline.latest(crisis),
        "items": items[:SHOWN_AT_ONCE],
        "earlier": len(items) - SHOWN_AT_ONCE,
        "all_items": items,
        "shown": shown if shown in timeline.SHOWN else "",
        "shows": [(name, label) for name, (label, _kinds) in timeline.SHOWN.items()],
        "seats": crisis.seats.select_related("person"),
        "tasks": crisis.tasks.select_related("seat__person", "done_by"),
        "team": sorted(notices.holders(crisis.workspace, "crisis.act"), key=lambda person: str(person).casefold()),
        "paused": paused,
        "spaces": [space for space in publishable(member) if space.pk not in held],
        "places": facts.places(crisis),
        "statements": statements(member, crisis),
        "uses": crisis.uses.select_related("statement", "by", "post", "conversation__space"),
        "contacts": crisis.playbook.contacts.all() if crisis.playbook else [],
        "publishable": publishable(member),
        "review": review,
        "lesson": getattr(crisis, "lesson", None),
        "proposals": crisis.proposals.filter(refused_at=None).select_related("person", "task"),
    }


def statements(member: Member, crisis: Crisis) -> list[Any]:
    """Those of its playbook and those for all, the approved first."""
    found = [each for each in access.statements(member) if each.playbook_id in (None, crisis.playbook_id)]
    return sorted(found, key=lambda each: (each.approval is None, each.title))


def acted_on(request: Request, crisis_id: int) -> Crisis:
    """The crisis of an act. Raises Http404 for one of another brand, and for one that is over."""
    found = access.access_crisis(request.member, crisis_id)
    if found.is_closed:  # type: ignore[attr-defined]  # annotated by its door
        raise Http404
    return found


@door("crisis.act")
@require_POST
def level(request: Request, crisis_id: int) -> HttpResponse:
    found = acted_on(request, crisis_id)
    chosen = next((each for each in scales.kept(request.workspace) if str(each.rank) == request.POST.get("level")), None)
    if chosen is None:
        raise Http404
    running.change_level(request.member, found, chosen)
    toast(request, _("The level is now “%(level)s”.") % {"level": chosen})
    return redirect("crisis", request.workspace.slug, crisis_id)
