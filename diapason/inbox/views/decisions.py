"""Closing, setting aside, assigning, flagging: one conversation or the chosen ones, each with its way back."""

from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.inbox import deciding, screen
from diapason.inbox.access import access_conversation, conversations
from diapason.inbox.models import Conversation
from diapason.inbox.views.replies import back
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import Person

SALT = "inbox.undo"
MOST = 200


@require_POST
@door("inbox.reply")
def decision(request: Request, conversation_id: int, act: str) -> HttpResponse:
    found = access_conversation(request.member, conversation_id)
    decide(request, [found], act)
    return back(request, found)


@require_POST
@door("inbox.reply")
def bulk(request: Request) -> HttpResponse:
    """One act on the chosen conversations; those that already are so stay as they are."""
    ids = [number for text in request.POST.getlist("id")[:MOST] if (number := screen.number(text))]
    decide(request, list(conversations(request.member).filter(pk__in=ids)), request.POST.get("act", ""))
    return redirect(return_address(request))


def return_address(request: Request) -> str:
    """Where the act was asked from, if that is one of ours."""
    asked = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if ours else reverse("inbox", args=[request.workspace.slug])


def decide(request: Request, rows: Sequence[Conversation], act: str) -> None:
    """Does it and says so, with an undo that knows how each conversation was."""
    member, slug = request.member, request.workspace.slug
    if act == "assignment":
        url = reverse("conversation", args=[slug, rows[0].pk]) if len(rows) == 1 else f"{reverse('inbox', args=[slug])}?queue=mine"
        to = assignee(request)
        before: dict[int, int | None] = deciding.assign(member, rows, to, url=url)
        say(request, len(before), assigned(to, len(before)), act, before)
        return
    if act not in ACTS:
        raise Http404
    changed = ACTS[act](member, rows)
    say(request, len(changed), done(act, len(changed)), act, [row.pk for row in changed])


ACTS: dict[str, Any] = {
    "closure": deciding.close,
    "hold": deciding.hold,
    "reopening": deciding.reopen,
    "flag": lambda member, rows: deciding.flag(member, rows, True),
    "unflag": lambda member, rows: deciding.flag(member, rows, False),
}
UNDO: dict[str, Any] = {
    "closure": deciding.reopen,
    "hold": deciding.reopen,
    "reopening": deciding.close,
    "flag": ACTS["unflag"],
    "unflag": ACTS["flag"],
}


def assignee(request: Request) -> Person | None:
    """Somebody of the team who may answer, or nobody. Raises Http404 for anybody else."""
    asked = request.POST.get("person", "")
    if asked == "me":
        return request.user
    found = next((person for person in screen.team(request.member) if str(person.pk) == asked), None)
    if asked and found is None:
        raise Http404
    return found


def assigned(to: Person | None, number: int) -> str:
    if to is None:
        return ngettext("Assigned to nobody.", "%(number)d conversations assigned to nobody.", number) % {"number": number}
    words = ngettext("Assigned to %(name)s.", "%(number)d conversations assigned to %(name)s.", number)
    return words % {"name": to, "number": number}


def done(act: str, number: int) -> str:
    words = {
        "closure": ngettext("Conversation closed.", "%(number)d conversations closed.", number),
        "hold": ngettext("Conversation set aside.", "%(number)d conversations set aside.", number),
        "reopening": ngettext("Conversation reopened.", "%(number)d conversations reopened.", number),
        "flag": ngettext("Marked urgent.", "%(number)d conversations marked urgent.", number),
        "unflag": ngettext("No longer urgent.", "%(number)d conversations no longer urgent.", number),
    }
    return words[act] % {"number": number}


def say(request: Request, number: int, words: str, act: str, before: Any) -> None:
    if not number:
        toast(request, _("Nothing to change: it was already so."))
        return
    token = signing.dumps({"act": act, "before": before, "workspace": request.workspace.pk}, salt=SALT, compress=True)
    toast(request, words, undo=reverse("inbox_undo", args=[request.workspace.slug, token]))


@require_POST
@door("inbox.reply")
def undo(request: Request, token: str) -> HttpResponse:
    try:
        what = signing.loads(token, salt=SALT, max_age=3600)
    except signing.BadSignature:
        raise Http404 from None
    if what["workspace"] != request.workspace.pk:
        raise Http404
    if what["act"] == "assignment":
        give_back(request, {int(pk): person for pk, person in what["before"].items()})
    else:
        UNDO[what["act"]](request.member, list(conversations(request.member).filter(pk__in=what["before"])))
    return HttpResponse(status=204)


def give_back(request: Request, before: dict[int, int | None]) -> None:
    for person in set(before.values()):
        rows = conversations(request.member).filter(pk__in=[pk for pk, had in before.items() if had == person])
        deciding.assign(request.member, list(rows), get_object_or_404(Person, pk=person) if person else None)
