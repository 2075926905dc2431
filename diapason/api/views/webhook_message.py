"""One message of a webhook: what it said, each attempt at it and what was answered."""

import json

from django.http import HttpResponse
from django.shortcuts import render

from diapason.api.models import WebhookMessage
from diapason.api.webhooks import endpoints, types
from diapason.workspaces.doors import Request, door


@door("webhook.manage")
def webhook_message(request: Request, message_id: int) -> HttpResponse:
    message = endpoints.access_message(request.member, message_id)
    context = {
        "message": message,
        "label": types.BY_NAME[message.type].label if message.type in types.BY_NAME else message.type,
        "attempts": list(message.attempts.order_by("-id")),
        "body": indented(message.body),
        "resendable": message.state != WebhookMessage.State.SENDING,
        "soon": message.state == WebhookMessage.State.SENDING or (message.state == WebhookMessage.State.WAITING and not message.tries),
    }
    return render(request, "api/webhook_message.html", context)


def indented(body: str) -> str:
    """The body for people: what was signed is on one line."""
    return json.dumps(json.loads(body), indent=2, ensure_ascii=False) if body else ""
