"""One delivery: what was sent, every attempt, and what a person may decide."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.publishing import decisions, services
from diapason.publishing.access import access_delivery
from diapason.publishing.models import Attempt, Delivery
from diapason.publishing.progress import progress
from diapason.publishing.states import UNSENT
from diapason.workspaces.doors import Request, door
from diapason.workspaces.members import Member
from diapason.workspaces.models import Event

S = Delivery.State


@door("delivery.view")
def delivery(request: Request, delivery_id: int) -> HttpResponse:
    return page(request, access_delivery(request.member, delivery_id))


def page(request: Request, found: Delivery, *, refused: str = "", url: str = "", status: int = 200) -> HttpResponse:
    """`refused` says why a decision was not taken; `url` is what the person had typed."""
    history = Event.objects.filter(workspace=request.workspace, subject="publishing.delivery", subject_id=found.pk)
    context = {
        "delivery": found,
        "content": found.what,
        "attempts": Attempt.objects.filter(step__delivery=found).select_related("step").order_by("started_at"),
        "steps": found.steps.all(),
        "events": history.select_related("person").order_by("id"),
        "names": dict(S.choices),
        "may_cancel": found.state in UNSENT | {S.NEEDS_PERSON},
        "may_confirm": found.state in decisions.BY_HAND,
        "may_retry": found.state in decisions.AGAIN,
        "progress": progress(found),
        "refused": refused,
        "url": url,
    }
    return render(request, "publishing/delivery.html", context, status=status)


def decide(request: Request, delivery_id: int, act: Callable[[Member, Delivery], None], done: str) -> HttpResponse:
    found = access_delivery(request.member, delivery_id)
    try:
        act(request.member, found)
    except (decisions.NotDecidable, services.TooLate) as error:
        refused = str(error) or _("Too late: this post is being sent, or is already out.")
        return page(request, access_delivery(request.member, delivery_id), refused=refused, url=request.POST.get("url", ""), status=422)
    toast(request, done)
    return redirect("delivery", request.workspace.slug, found.pk)


@require_POST
@door("delivery.decide")
def confirm(request: Request, delivery_id: int) -> HttpResponse:
    """`POST …/confirmation/`: it is out; `url` is where, when the person has it."""
    address = request.POST.get("url", "")
    return decide(request, delivery_id, lambda member, found: decisions.it_is_out(member, found, address), _("Recorded: the post is out."))


@require_POST
@door("delivery.decide")
def send_again(request: Request, delivery_id: int) -> HttpResponse:
    return decide(request, delivery_id, decisions.send_again, _("The post will be sent again in a moment."))


@require_POST
@door("delivery.decide")
def cancel(request: Request, delivery_id: int) -> HttpResponse:
    """`POST …/cancellation/`: it will not go out."""
    return decide(request, delivery_id, decisions.give_up, _("Cancelled: nothing more will be sent."))
