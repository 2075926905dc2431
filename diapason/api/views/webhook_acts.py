"""What is done to a webhook with one button."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.api.models import WebhookEndpoint
from diapason.api.views.webhook import page
from diapason.api.webhooks import endpoints
from diapason.core.toasts import toast
from diapason.workspaces.doors import Request, door


def back(request: Request, endpoint: WebhookEndpoint) -> HttpResponse:
    return redirect("webhook", request.workspace.slug, endpoint.pk)


@require_POST
@door("webhook.manage")
def pause(request: Request, endpoint_id: int) -> HttpResponse:
    endpoint = endpoints.access_endpoint(request.member, endpoint_id)
    endpoints.pause(request.member, endpoint)
    undo = reverse("webhook_resumption", args=[request.workspace.slug, endpoint.pk])
    toast(request, _("“%(name)s” is paused: what happens from now on is not sent.") % {"name": endpoint}, undo=undo)
    return back(request, endpoint)


@require_POST
@door("webhook.manage")
def resume(request: Request, endpoint_id: int) -> HttpResponse:
    endpoint = endpoints.access_endpoint(request.member, endpoint_id)
    endpoints.resume(request.member, endpoint)
    toast(request, _("“%(name)s” is active. What waited is sent now.") % {"name": endpoint})
    return back(request, endpoint)


@require_POST
@door("webhook.manage")
def replace_secret(request: Request, endpoint_id: int) -> HttpResponse:
    """Answered at once, without a redirection: the secret is shown this once."""
    endpoint = endpoints.access_endpoint(request.member, endpoint_id)
    return page(request, endpoint, secret=endpoints.rotate(request.member, endpoint), status=201)


@require_POST
@door("webhook.manage")
def test(request: Request, endpoint_id: int) -> HttpResponse:
    endpoint = endpoints.access_endpoint(request.member, endpoint_id)
    if endpoint.state != WebhookEndpoint.State.ACTIVE:
        toast(request, _("Resume the webhook first: nothing is sent while it is not active."), tone="bad")
        return back(request, endpoint)
    message = endpoints.test(request.member, endpoint)
    toast(request, _("The test leaves in a second."))
    return redirect("webhook_message", request.workspace.slug, message.pk)


@require_POST
@door("webhook.manage")
def remove(request: Request, endpoint_id: int) -> HttpResponse:
    endpoint = endpoints.access_endpoint(request.member, endpoint_id)
    endpoints.remove(request.member, endpoint)
    undo = reverse("webhook_restoration", args=[request.workspace.slug, endpoint.pk])
    toast(request, _("The webhook “%(name)s” is removed.") % {"name": endpoint}, undo=undo)
    return redirect("webhooks", request.workspace.slug)


@require_POST
@door("webhook.manage")
def restore(request: Request, endpoint_id: int) -> HttpResponse:
    endpoint = endpoints.restore(request.member, endpoint_id)
    toast(request, _("The webhook “%(name)s” is back.") % {"name": endpoint})
    return back(request, endpoint)


@require_POST
@door("webhook.manage")
def send_again(request: Request, message_id: int) -> HttpResponse:
    message = endpoints.access_message(request.member, message_id)
    if message.endpoint.state != WebhookEndpoint.State.ACTIVE:
        toast(request, _("Resume the webhook first: nothing is sent while it is not active."), tone="bad")
    elif endpoints.send_again(request.member, message):
        toast(request, _("The message leaves again in a second."))
    else:
        toast(request, _("The message is being sent. Look again in a moment."), tone="bad")
    return redirect("webhook_message", request.workspace.slug, message.pk)
