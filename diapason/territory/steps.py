"""The first step of a brand that concerns its spaces."""

from django.utils.translation import gettext_lazy as _

from diapason.territory.models import Space
from diapason.workspaces.first_steps import declare
from diapason.workspaces.models import Workspace


def has_space(workspace: Workspace) -> bool:
    return Space.objects.filter(workspace=workspace, removed_at=None).exists()


declare(
    10,
    "space",
    _("Connect a first space"),
    _("Where the brand speaks: its accounts, its blog. It takes two minutes, and nothing is published by connecting."),
    url_name="connect_space",
    permission="space.connect",
    is_done=has_space,
)
