"""Objectives have their screens in `insights`, which knows how far they are."""

from django.urls import path

from diapason.strategy.views.campaigns import campaign, campaign_removal, campaigns, new_campaign
from diapason.strategy.views.personas import new_persona, persona, persona_removal, personas

urlpatterns = [
    path("objectives/personas/", personas, name="personas"),
    path("objectives/personas/new/", new_persona, name="new_persona"),
    path("objectives/personas/<int:persona_id>/", persona, name="persona"),
    path("objectives/personas/<int:persona_id>/removal/", persona_removal, name="persona_removal"),
    path("objectives/campaigns/", campaigns, name="campaigns"),
    path("objectives/campaigns/new/", new_campaign, name="new_campaign"),
    path("objectives/campaigns/<int:campaign_id>/", campaign, name="campaign"),
    path("objectives/campaigns/<int:campaign_id>/removal/", campaign_removal, name="campaign_removal"),
]
