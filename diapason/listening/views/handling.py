"""What is done about mentions, one or the chosen ones, and the list of what remains to be done."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import cast

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from diapason.core import keyset
from diapason.core.numbers import whole
from diapason.core.toasts import toast
from diapason.listening import handling
from diapason.listening.handling import Done, Kind
from diapason.listening.mentions import Mention
from diapason.listening.models import Handling
from diapason.listening.shown import Shown, shown
from diapason.listening.store import store
from diapason.listening.views.decisions import mention_decisions
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import Person

DECIDED = {"label", "unlabel", "tone", "ignore", "restore"}  # of the mention itself: they have a view of their own
SALT, MOST, SIZE = "mentions.undo", 200, 20
MINE, DONE = "mine", "done"
TABS = {
    MINE: pgettext_lazy("mentions", "Mine"),
    Kind.ASSIGNMENT: gettext_lazy("The team’s"),
    Kind.QUESTION: gettext_lazy("Questions to answer"),
    Kind.LEAD: gettext_lazy("Leads"),
    Kind.EVIDENCE: gettext_lazy("For reports"),
    DONE: pgettext_lazy("mentions", "Done"),
}


@require_POST
@door("mention.handle")
def mentions_handled(request: Request) -> HttpResponse:
    """`act` on the mentions `id`, also those of `mention_decisions`, so that a list is one form; or `only`, an act on one of them:
    `12:lead`, or `12:-lead` to end it."""
    one, _colon, act = request.POST.get("only", "").partition(":")
    act = act or request.POST.get("act", "")
    if act in DECIDED:
        return cast(HttpResponse, mention_decisions(request, request.workspace.slug))
    ids = [number for each in ([one] if one else request.POST.getlist("id")[:MOST]) if (number := whole(each))]
    found = store().get(request.workspace.pk, ids)
    if act.startswith("-"):
        rows = handling.present(request.member).filter(mention__in=ids, kind=act[1:])
        say(request, handling.end(request.member, rows), "end")
    else:
        do(request, found, act)
    return redirect(return_address(request))


def do(request: Request, found: Sequence[Mention], act: str) -> None:
    if act in {MINE, Kind.ASSIGNMENT}:
        to = request.user if act == MINE else somebody(request)
        url = f"{reverse('follow_ups', args=[request.workspace.slug])}?tab={MINE}"
        say(request, handling.assign(request.member, found, to, url=url), Kind.ASSIGNMENT, name=str(to))
    elif act in handling.NOTED:
        say(request, handling.note(request.member, found, Kind(act)), act)
    else:
        raise Http404


def somebody(request: Request) -> Person:
    """Of the team, as the form names them. Raises Http404 for anybody else."""
    asked = request.POST.get("person", "")
    found = next((person for person in handling.team(request.member) if str(person.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def say(request: Request, done: Done, act: str, name: str = "") -> None:
    if not done.many:
        toast(request, _("Nothing to change: it was already so."))
        return
    values = {"number": done.many, "name": name}
    words = {
        Kind.ASSIGNMENT: ngettext("Given to %(name)s.", "%(number)d mentions given to %(name)s.", done.many),
        Kind.LEAD: ngettext("Noted as a lead.", "%(number)d mentions noted as leads.", done.many),
        Kind.QUESTION: ngettext("Noted as a question to answer.", "%(number)d mentions noted as questions to answer.", done.many),
        Kind.EVIDENCE: ngettext("Kept for reports.", "%(number)d mentions kept for reports.", done.many),
        "end": ngettext("Done.", "%(number)d mentions done.", done.many),
    }
    token = signing.dumps({"workspace": request.workspace.pk, **asdict(done)}, salt=SALT, compress=True)
    toast(request, words[act] % values, undo=reverse("mentions_undo", args=[request.workspace.slug, token]))


@require_POST
@door("mention.handle")
def mentions_undo(request: Request, given: str) -> HttpResponse:
    try:
        what = signing.loads(given, salt=SALT, max_age=3600)
    except signing.BadSignature:
        raise Http404 from None
    if what.pop("workspace") != request.workspace.pk:
        raise Http404
    handling.undo(request.member, Done(**what))
    return HttpResponse(status=204)


def return_address(request: Request) -> str:
    """Where the act was asked from, if that is one of ours."""
    asked = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if ours else reverse("follow_ups", args=[request.workspace.slug])


# ── What remains ─────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Kept:
    """`each` is None where what was said is no longer kept."""

    row: Handling
    each: Shown | None


@door("listening.view")
def follow_ups(request: Request) -> HttpResponse:
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else MINE
    page = page_of(request, tab)
    mentions = store().get(request.workspace.pk, [row.mention for row in page.rows])
    seen = {each.mention.id: each for each in shown(request.member, mentions)}
    context = {
        "tab": tab,
        "tabs": list(TABS.items()),
        "rows": [Kept(row, seen.get(row.mention)) for row in page.rows],
        "next": page.next or "",
        "team": handling.team(request.member),
    }
    return render(request, "listening/follow_ups.html", context)


def page_of(request: Request, tab: str) -> keyset.Page[Handling]:
    """The latest first. A cursor of another list begins again from the top."""
    rows = Handling.objects.filter(workspace=request.workspace).select_related("assignee", "by", "ended_by")
    if tab == DONE:
        rows, order = rows.exclude(ended_at=None), ("-ended_at", "-id")
    else:
        rows, order = rows.filter(ended_at=None), ("-id",)  # type: ignore[assignment]
        rows = rows.filter(kind=Kind.ASSIGNMENT, assignee=request.user) if tab == MINE else rows.filter(kind=tab)
    return keyset.page_or_first(rows, order, cursor=request.GET.get("cursor", ""), size=SIZE)
