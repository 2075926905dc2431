"""The first steps of a brand along the loop of the job: spaces, an objective, a post."""

from django.utils.translation import gettext_lazy as _

from diapason.editorial.models import Post
from diapason.strategy.models import Objective
from diapason.territory.models import Space
from diapason.workspaces.first_steps import declare

declare(
    10,
    "space",
    _("Connect a first space"),
    _("An account, a page, a blog: where the brand speaks. Any other place can be posted to by hand, with a reminder."),
    url_name="connect_space",
    permission="space.connect",
    is_done=lambda workspace: Space.objects.filter(workspace=workspace, removed_at=None).exists(),
)
declare(
    20,
    "objective",
    _("Say what you want from it"),
    _("An objective with a figure and a date; every post then says which one it serves."),
    url_name="objectives",
    permission="objective.write",
    is_done=lambda workspace: Objective.objects.filter(workspace=workspace).exists(),
)
declare(
    30,
    "post",
    _("Plan a first post"),
    _("One idea, told for each network, on the day you choose."),
    url_name="calendar",
    permission="post.write",
    is_done=lambda workspace: Post.objects.filter(workspace=workspace).exists(),
)
