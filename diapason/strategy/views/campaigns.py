"""Campaigns: posts that serve one purpose over a time."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.strategy import access, services
from diapason.strategy.forms import CampaignForm
from diapason.strategy.models import Campaign
from diapason.workspaces.doors import Request, door
from diapason.workspaces.pages import form_page

LIVING = Q(posts__removed_at=None)


@door("objective.view")
def campaigns(request: Request) -> HttpResponse:
    found = access.campaigns(request.member).annotate(
        written=Count("posts", filter=LIVING), published=Count("posts", filter=LIVING & Q(posts__status="published"))
    )
    return render(request, "strategy/campaigns.html", {"campaigns": found})


@door("objective.write")
def new_campaign(request: Request) -> HttpResponse:
    return edit(request, Campaign(workspace=request.workspace))


@door("objective.write")
def campaign(request: Request, campaign_id: int) -> HttpResponse:
    return edit(request, access.access_campaign(request.member, campaign_id))


def edit(request: Request, found: Campaign) -> HttpResponse:
    form = CampaignForm(request.member, request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        services.save(request.member, form.instance)
        toast(request, _("The campaign was saved."))
        return redirect("campaigns", request.workspace.slug)
    removal = reverse("campaign_removal", args=[request.workspace.slug, found.pk]) if found.pk else ""
    title = found if found.pk else _("New campaign")
    return form_page(request, form, title=title, over=_("Campaign"), back="campaigns", removal=removal)


@door("objective.write")
@require_POST
def campaign_removal(request: Request, campaign_id: int) -> HttpResponse:
    services.remove(request.member, access.access_campaign(request.member, campaign_id))
    toast(request, _("The campaign was removed. The posts that named it keep everything else."))
    return redirect("campaigns", request.workspace.slug)
