"""Closing a room: its figures, its review, and what becomes of what was held back. Opening it again. What its playbook learns."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.crises import access, facts, learning
from diapason.crises import closing as ending
from diapason.crises.closing import Fate, Held
from diapason.crises.forms import ReviewForm
from diapason.crises.models import Proposal
from diapason.crises.views.entries import local_moment
from diapason.workspaces.doors import Request, door


@door("crisis.act")
def closing(request: Request, crisis_id: int) -> HttpResponse:
    """A room that is closed shows the same page, to go on writing its review."""
    found = access.access_crisis(request.member, crisis_id)
    over, review, lesson = found.is_closed, getattr(found, "review", None), getattr(found, "lesson", None)  # type: ignore[attr-defined]
    written = {name: getattr(review, name) for name in ("cause", "good", "bad")} if review else {}
    written |= {"lesson": lesson.title, "next_time": lesson.text} if lesson else {}
    form, held = ReviewForm(request.POST or None, initial=written), [] if over else ending.held(found)
    if request.method == "POST" and form.is_valid():
        words = ending.Words(**form.cleaned_data)
        if over:
            figures = facts.Facts.from_json(review.facts) if review else facts.gather(found)
            ending.write(request.member, found, figures, words)
            toast(request, _("Saved."))
        else:
            ending.close(request.member, found, fates(request, held), words)
            toast(request, _("The room is closed. What it holds is kept, and it can be opened again."))
        return redirect("crisis", request.workspace.slug, crisis_id)
    known = facts.Facts.from_json(review.facts) if over and review else facts.gather(found)
    context = {"crisis": found, "form": form, "held": held, "facts": known, "over": over, "late": sum(each.late for each in held)}
    return render(request, "crises/closing.html", context, status=422 if form.errors else 200)


def fates(request: Request, held: list[Held]) -> dict[str, tuple[Fate, datetime | None]]:
    """`all` says what becomes of everything (keep, move, drop), or `each`; `days` is how far it is put off; then `fate-…` and `at-…`."""
    everything, days = request.POST.get("all", "keep"), request.POST.get("days", "")
    by = timedelta(days=min(int(days), 365)) if days.isdecimal() and 0 < len(days) < 4 else timedelta(days=1)
    found: dict[str, tuple[Fate, datetime | None]] = {}
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
