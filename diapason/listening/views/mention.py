"""One mention: all of its words, who said them, what was decided, and what can be done."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.listening import answering, filtering, handling, marking, people
from diapason.listening.mentions import Mention
from diapason.listening.models import Handling
from diapason.listening.shown import shown
from diapason.listening.store import store
from diapason.workspaces.doors import Request, door
from diapason.workspaces.members import Member


def access_mention(member: Member, mention_id: int) -> Mention:
    """Raises Http404 for one of another brand, or one that is no longer kept."""
    found = store().get(member.workspace.pk, [mention_id]) if mention_id < 2**63 else []
    if not found:
        raise Http404
    return found[0]


@door("listening.view")
def mention(request: Request, mention_id: int) -> HttpResponse:
    found = access_mention(request.member, mention_id)
    [each] = shown(request.member, [found])
    known = people.identity_of(request.member, found) if request.member.can("person.view") else None
    context: dict[str, Any] = {
        "each": each,
        "mention": found,
        "source": each.source,
        "title": people.name_of(found),
        "contact": known.contact if known else None,
        "theirs": filtering.all_of(request.workspace, author=found.author),
        "named": people.account(found) is not None,
        "tone": found.sentiment.name.lower() if found.sentiment is not None else "",
        **marking.choices(request.member),
        "team": handling.team(request.member),
        "history": Handling.objects.filter(workspace=request.workspace, mention=found.id).select_related("by", "ended_by", "assignee")[:50],
    }
    return render(request, "listening/mention.html", context)


@require_POST
@door("inbox.reply")
def mention_answer(request: Request, mention_id: int) -> HttpResponse:
    """Opens the conversation in which to answer, made where there is none."""
    found = access_mention(request.member, mention_id)
    try:
        conversation = answering.take_up(request.member, found)
    except answering.CannotAnswer:
        toast(request, _("No connected space can answer this from here. Open it where it was said."), tone="bad")
        return redirect("mention", request.workspace.slug, found.id)
    return redirect("conversation", request.workspace.slug, conversation)


@require_POST
@door("person.write")
def mention_person(request: Request, mention_id: int) -> HttpResponse:
    """The profile of its author, made where there is none."""
    found = access_mention(request.member, mention_id)
    contact = people.meet(request.member, found)
    if contact is None:
        toast(request, _("Nobody is named as its author."), tone="bad")
        return redirect("mention", request.workspace.slug, found.id)
    return redirect("contact", request.workspace.slug, contact.pk)


@door("person.write")
def author_erasure(request: Request, mention_id: int) -> HttpResponse:
    """Says what will go, then forgets all that the author of this mention said. Whoever has a profile is erased with it."""
    found = access_mention(request.member, mention_id)
    if known := people.identity_of(request.member, found):
        return redirect("contact_erasure", request.workspace.slug, known.contact_id)
    if not found.author:
        toast(request, _("Nobody is named as its author."), tone="bad")
        return redirect("mention", request.workspace.slug, found.id)
    if request.method == "POST":
        people.erase(request.member, found.author, request.POST.get("reason", "").replace("\x00", ""))
        toast(request, _("What this author had said was erased. That it was done, and by whom, is kept."))
        return redirect("mentions", request.workspace.slug)
    many, more = people.said(request.member, found.author)
    return render(request, "listening/author_erasure.html", {"mention": found, "name": people.name_of(found), "many": many, "more": more})
