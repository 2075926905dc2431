"""Tagging, correcting and ignoring mentions: those that were chosen on the list, with the way back."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from diapason.core.numbers import whole
from diapason.core.toasts import toast
from diapason.listening import marking
from diapason.listening.deciding import Decision
from diapason.listening.mentions import Sentiment
from diapason.listening.models.rule import LONGEST_LABEL
from diapason.listening.queries.fields import SENTIMENTS
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import Event


@require_POST
@door("listening.write")
def mention_decisions(request: Request) -> HttpResponse:
    """`act` is label or unlabel (with `label`), tone (with `tone`), ignore or restore; `id` names the mentions."""
    ids = [number for each in request.POST.getlist("id")[: marking.MOST] if (number := whole(each))]
    decision = asked(request)
    if not ids or decision is None:
        toast(request, missing(request) if ids else _("Choose what to do, for at least one mention."), tone="bad")
    elif done := marking.decide(request.member, ids, decision):
        undo = reverse("mention_decision_reversal", args=[request.workspace.slug, done.pk])
        count = done.data["count"]
        toast(request, ngettext("Done for %(count)s mention.", "Done for %(count)s mentions.", count) % {"count": count}, undo=undo)
    else:
        toast(request, _("It was so already: nothing changed."))
    return redirect(return_address(request))


def asked(request: Request) -> Decision | None:
    """None for what is no decision."""
    given = request.POST
    label = " ".join(given.get("label", "").replace("\0", "").split())[:LONGEST_LABEL]
    match given.get("act", ""):
        case "label" if label:
            return Decision(label=label)
        case "unlabel" if label:
            return Decision(unlabel=label)
        case "tone" if given.get("tone") in SENTIMENTS:
            return Decision(sentiment=Sentiment[given["tone"].upper()])
        case "ignore":
            return Decision(ignored=True)
        case "restore":
            return Decision(ignored=False)
    return None


def missing(request: Request) -> str:
    """What was not written or chosen for the act that was asked."""
    match request.POST.get("act", ""):
        case "label":
            return _("Write the tag to add.")
        case "unlabel":
            return _("Write the tag to remove.")
    return _("Choose what to do, for at least one mention.")


def return_address(request: Request) -> str:
    """Where the act was asked from, if that is one of ours."""
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return back if ours else reverse("mentions", args=[request.workspace.slug])


@require_POST
@door("listening.write")
def mention_decision_reversal(request: Request, decision_id: int) -> HttpResponse:
    decision = Event.objects.filter(workspace=request.workspace, pk=decision_id, verb__in=marking.UNDOABLE).first()
    if decision is None:
        raise Http404
    count = marking.undo(request.member, decision)
    toast(request, ngettext("%(count)s mention is as it was.", "%(count)s mentions are as they were.", count) % {"count": count})
    return redirect(return_address(request))
