"""The doors to objectives, personas and campaigns."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from diapason.strategy.models import Campaign, Objective, Persona
from diapason.workspaces.members import Member


def objectives(member: Member) -> QuerySet[Objective]:
    return Objective.objects.filter(workspace=member.workspace).select_related("owner").prefetch_related("targets")


def access_objective(member: Member, objective_id: int) -> Objective:
    """Raises Http404 for an objective of another brand."""
    return get_object_or_404(objectives(member), pk=objective_id)


def personas(member: Member) -> QuerySet[Persona]:
    return Persona.objects.filter(workspace=member.workspace).order_by("name", "id")


def access_persona(member: Member, persona_id: int) -> Persona:
    """Raises Http404 for a persona of another brand."""
    return get_object_or_404(personas(member), pk=persona_id)


def campaigns(member: Member) -> QuerySet[Campaign]:
    return Campaign.objects.filter(workspace=member.workspace).select_related("objective").order_by("-starts_on", "-id")


def access_campaign(member: Member, campaign_id: int) -> Campaign:
    """Raises Http404 for a campaign of another brand."""
    return get_object_or_404(campaigns(member), pk=campaign_id)
