"""One webhook: what it is told, how it does, its log."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from diapason.api.forms import WebhookForm
from diapason.api.models import WebhookAttempt, WebhookEndpoint, WebhookMessage
from diapason.api.webhooks import endpoints, types
from diapason.core import clock, keyset
from diapason.core.toasts import toast
from diapason.workspaces.doors import Request, door

PAGE = 30


@door("webhook.manage")
def webhook_page(request: Request, endpoint_id: int) -> HttpResponse:
    endpoint = endpoints.access_endpoint(request.member, endpoint_id)
    if request.method != "POST":
        return page(request, endpoint)
    form = WebhookForm(request.POST)
    if not form.is_valid():
        return page(request, endpoint, form=form, status=422)
    values = form.cleaned_data
    endpoints.change(request.member, endpoint, url=values["url"], description=values["description"], names=values["types"])
    toast(request, _("The webhook is saved."))
    return redirect("webhook", request.workspace.slug, endpoint.pk)


def page(
    request: Request, endpoint: WebhookEndpoint, *, form: WebhookForm | None = None, secret: str = "", status: int = 200
) -> HttpResponse:
    """`secret` is one that has just been made, shown this once; `form` is a refused one, as it was typed."""
    state, kind = request.GET.get("state", ""), request.GET.get("type", "")
    try:
        log = keyset.page(logged(endpoint, state, kind), ("-id",), cursor=request.GET.get("cursor", ""), size=PAGE)
    except keyset.BadCursor:
        return redirect("webhook", request.workspace.slug, endpoint.pk)
    given = {"description": endpoint.description, "url": endpoint.url, "types": endpoint.types}
    context = {
        "endpoint": endpoint,
        "form": form or WebhookForm(initial=given),
        "refused": form is not None,
        "secret": secret,
        "former": endpoint.former_until and endpoint.former_until > clock.now(),
        "lines": lines(log.rows),
        "next": log.next or "",
        "state": state,
        "type": kind,
        "states": WebhookMessage.State.choices,
        "types": [*endpoint.types, types.TEST],
    }
    response = render(request, "api/webhook.html", context, status=status)
    if secret:
        response["Cache-Control"] = "no-store"
    return response


def logged(endpoint: WebhookEndpoint, state: str, kind: str) -> QuerySet[WebhookMessage]:
    rows = WebhookMessage.objects.filter(endpoint=endpoint).defer("body")
    if state in WebhookMessage.State.values:
        rows = rows.filter(state=state)
    return rows.filter(type=kind) if kind in types.BY_NAME else rows


@dataclass(frozen=True, slots=True)
class Line:
    """A message of the log, with how often it was tried and the last attempt at it."""

    message: WebhookMessage
    label: Promise | str
    tried: int
    last: WebhookAttempt | None


def lines(messages: Sequence[WebhookMessage]) -> list[Line]:
    """One query for all."""
    made: dict[int, list[WebhookAttempt]] = {}
    for attempt in WebhookAttempt.objects.filter(message__in=messages).defer("answer").order_by("id"):
        made.setdefault(attempt.message_id, []).append(attempt)
    found = [(message, made.get(message.pk, [])) for message in messages]
    return [
        Line(
            message,
            types.BY_NAME[message.type].label if message.type in types.BY_NAME else message.type,
            len(tried),
            tried[-1] if tried else None,
        )
        for message, tried in found
    ]
