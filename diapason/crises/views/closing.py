"""Closing a room: its figures, its review, and what becomes of what was held back. Opening it again. What its playbook learns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.crises import access, facts, learning
from diapason.crises import closing as ending
from diapason.crises.closing import Fate, Fates, Held, WrongHour
from diapason.crises.forms import ReviewForm
from diapason.crises.models import Crisis, Proposal
from diapason.crises.views.entries import local_moment
from diapason.workspaces.doors import Request, door

EVERYTHING = ("keep", "move", "drop", "each")  # what may be chosen for all that is held back


@dataclass(frozen=True, slots=True)
class Row:
    """What is held back, with what was typed for it and what is wrong with that."""

    held: Held
    fate: str
    at: str
    error: str


@door("crisis.act")
def closing(request: Request, crisis_id: int) -> HttpResponse:
    """A room that is closed shows the same page, to go on writing its review."""
    found = access.access_crisis(request.member, crisis_id)
    over, review, lesson = found.is_closed, getattr(found, "review", None), getattr(found, "lesson", None)  # type: ignore[attr-defined]
    written = {name: getattr(review, name) for name in ("cause", "good", "bad")} if review else {}
    written |= {"lesson": lesson.title, "next_time": lesson.text} if lesson else {}
    form, held = ReviewForm(request.POST or None, initial=written), [] if over else ending.held(found)
    wrong: Mapping[str, str] = {}
    known = facts.Facts.from_json(review.facts) if over and review else facts.gather(found)
    if request.method == "POST" and form.is_valid():
        words = ending.Words(**form.cleaned_data)
        if over:
            ending.write(request.member, found, known, words)
            toast(request, _("Saved."))
        else:
            wrong = closed(request, found, held, words)
        if not wrong:
            return redirect("crisis", request.workspace.slug, crisis_id)
    context = {"crisis": found, "form": form, "facts": known, "over": over, "wrong": wrong, **what_is_held(request, held, wrong)}
    return render(request, "crises/closing.html", context, status=422 if form.errors or wrong else 200)


def closed(request: Request, crisis: Crisis, held: list[Held], words: ending.Words) -> Mapping[str, str]:
    """What is wrong with the hours that were chosen, by key; nothing when the room is closed."""
    try:
        ending.close(request.member, crisis, fates(request, held), words)
    except WrongHour as error:
        return error.rows
    toast(request, _("The room is closed. What it holds is kept, and it can be opened again."))
    return {}


def what_is_held(request: Request, held: list[Held], wrong: Mapping[str, str]) -> dict[str, object]:
    """For the page: what was typed stays, whatever was wrong."""
    given, everything = request.POST, request.POST.get("all", "")
    rows = [Row(each, given.get(f"fate-{each.key}", ""), given.get(f"at-{each.key}", ""), wrong.get(each.key, "")) for each in held]
    return {
        "rows": rows,
        "everything": everything if everything in EVERYTHING else "keep",
        "days": given.get("days", "1"),
        "late": sum(each.late for each in held),
    }


def fates(request: Request, held: list[Held]) -> Fates:
    """`all` says what becomes of everything (keep, move, drop), or `each`; `days` is how far it is put off; then `fate-…` and `at-…`."""
    everything, days = request.POST.get("all", "keep"), request.POST.get("days", "")
    by = timedelta(days=min(int(days), 365)) if days.isdecimal() and 0 < len(days) < 4 else timedelta(days=1)
    found = dict[str, tuple[Fate, datetime | None]]()
    for each in held:
        if everything == "each":
            chosen = request.POST.get(f"fate-{each.key}", "")
            fate = Fate(chosen) if chosen in list(Fate) else Fate.KEEP
            found[each.key] = fate, local_moment(request.POST.get(f"at-{each.key}", ""))
        elif everything in list(Fate):
            found[each.key] = Fate(everything), ending.shifted(each, by)
    return found


@door("crisis.act")
@require_POST
def reopening(request: Request, crisis_id: int) -> HttpResponse:
    found = access.access_crisis(request.member, crisis_id)
    if ending.reopen(request.member, found):
        toast(request, _("The room is open again. Publishing goes on until you pause it."))
    return redirect("crisis", request.workspace.slug, crisis_id)


@door("crisis.prepare")
@require_POST
def proposal(request: Request, crisis_id: int, proposal_id: int) -> HttpResponse:
    """`answer` is `take` or `refuse`."""
    found = access.access_crisis(request.member, crisis_id)
    each = get_object_or_404(Proposal, crisis=found, pk=proposal_id)
    if request.POST.get("answer") == "refuse":
        learning.refuse(request.member, each)
    else:
        learning.take(request.member, each)
        toast(request, _("The playbook is changed."))
    return redirect("crisis", request.workspace.slug, crisis_id)
