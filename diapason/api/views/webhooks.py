"""The webhooks of the brand, and a new one."""

from django.db.models import Count, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from diapason.api.forms import WebhookForm
from diapason.api.models import WebhookMessage
from diapason.api.views.webhook import page as webhook
from diapason.api.webhooks import endpoints
from diapason.workspaces.doors import Request, door


@door("webhook.manage")
def webhooks_page(request: Request) -> HttpResponse:
    waiting = Subquery(
        WebhookMessage.objects.filter(endpoint=OuterRef("pk"), next_at__isnull=False)
        .order_by()
        .values("endpoint")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return render(request, "api/webhooks.html", {"endpoints": endpoints.endpoints(request.member).annotate(waiting=waiting)})


@door("webhook.manage")
def new_webhook(request: Request) -> HttpResponse:
    if request.method != "POST":
        return form_page(request, WebhookForm())
    form = WebhookForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            made, secret = endpoints.create(request.member, url=values["url"], description=values["description"], names=values["types"])
        except endpoints.TooMany:
            form.add_error(None, _("A brand has %(most)s webhooks at most. Remove one first.") % {"most": endpoints.MOST})
        else:
            # Answered at once, without a redirection: the secret is shown this once.
            return webhook(request, endpoints.access_endpoint(request.member, made.pk), secret=secret, status=201)
    return form_page(request, form, status=422)


def form_page(request: Request, form: WebhookForm, status: int = 200) -> HttpResponse:
    return render(request, "api/new_webhook.html", {"form": form}, status=status)
