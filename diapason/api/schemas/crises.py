"""Crises as webhooks tell them."""

from datetime import datetime

from django.urls import reverse
from ninja import Schema

from diapason.crises.models import Crisis
from diapason.publishing.models import Pause


class CrisisOut(Schema):
    """`rank` 1 is the least grave level of the brand's scale. `paused_spaces` are those that its room holds back now. `closed_at` null:
    the room is open."""

    id: int
    title: str
    level: str
    rank: int
    began_at: datetime
    opened_at: datetime
    closed_at: datetime | None
    paused_spaces: list[int]
    path: str

    @classmethod
    def of(cls, crisis: Crisis) -> "CrisisOut":
        """`crisis` has its level and workspace loaded."""
        closing = crisis.closings.filter(reopened_at=None).first()
        held = Pause.objects.filter(workspace=crisis.workspace_id, holder=crisis.holder, lifted_at=None, space__isnull=False)
        return cls(
            id=crisis.pk,
            title=crisis.title,
            level=str(crisis.level),
            rank=crisis.level.rank,
            closed_at=closing.at if closing else None,
            paused_spaces=sorted(held.values_list("space", flat=True)),
            path=reverse("crisis", args=[crisis.workspace.slug, crisis.pk]),
            began_at=crisis.began_at,
            opened_at=crisis.opened_at,
        )
