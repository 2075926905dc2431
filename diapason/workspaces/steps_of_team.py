"""The first steps of a brand that concern its people and its settings."""

from django.utils.translation import gettext_lazy as _

from diapason.workspaces.first_steps import declare
from diapason.workspaces.models import Event, Invitation, Membership, Workspace


def has_company(workspace: Workspace) -> bool:
    return Membership.objects.filter(workspace=workspace)[1:].exists() or Invitation.objects.filter(workspace=workspace).exists()


def has_settings(workspace: Workspace) -> bool:
    return Event.objects.filter(workspace=workspace, family="settings").exists()


declare(
    50,
    "team",
    _("Invite the people you work with"),
    _("Each has a role that says what they may do; a client can approve through a link, without an account."),
    url_name="team",
    permission="team.manage",
    is_done=has_company,
)
declare(
    60,
    "settings",
    _("Look through the settings"),
    _("Steps of approval, links and campaign parameters, tolerance for late posts."),
    url_name="settings",
    permission="settings.write",
    is_done=has_settings,
)
