"""The written scale from micro-crisis to bad buzz: the usual one until a brand writes its own."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from diapason.crises.models import Level
from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Workspace


def usual(workspace: Workspace) -> list[Level]:
    """In the language of the brand, not saved."""
    with translation.override(workspace.language):
        written = [
            (
                _("Micro-crisis"),
                _("One or a few people complain in public, in one place. Nobody repeats it. A good answer ends it."),
                60,
                False,
            ),
            (
                _("Incident"),
                _("Several people say the same thing, or a fault of ours touches customers. It stays among those concerned."),
                45,
                False,
            ),
            (
                _("Crisis"),
                _("Many speak of it in several places, or people may be harmed. The press, an authority or a large account takes it up."),
                30,
                True,
            ),
            (
                _("Bad buzz"),
                _("It spreads by itself beyond those concerned, is mocked and repeated, and the brand itself becomes the subject."),
                15,
                True,
            ),
        ]
    return [
        Level(workspace=workspace, rank=rank, name=name, criteria=criteria, answer_within=minutes, pauses=pauses)
        for rank, (name, criteria, minutes, pauses) in enumerate(written, 1)
    ]


def levels(workspace: Workspace) -> list[Level]:
    """The brand's own, or the usual ones, from the least grave."""
    return list(Level.objects.filter(workspace=workspace)) or usual(workspace)


@transaction.atomic
def kept(workspace: Workspace) -> list[Level]:
    """The same, written down: a crisis points at one."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    found = list(Level.objects.filter(workspace=workspace))
    return found or list(Level.objects.bulk_create(usual(workspace)))


@transaction.atomic
def change(member: Member, changed: Sequence[Level]) -> None:
    for level in changed:
        level.save()
    events.record(member, "crisis.scale_changed", changed[0] if changed else None)
