"""Removing a space. What other apps keep for it is theirs to say and to stop: they register here from `apps.ready()`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from diapason.core import clock
from diapason.core.crypto import Sealed
from diapason.territory.models import PendingConnection, Space
from diapason.workspaces import events
from diapason.workspaces.members import Member


@dataclass(frozen=True, slots=True)
class Consequence:
    """`foresee` says in the reader's words what will happen (nothing: an empty list); `act` does it, in the same transaction."""

    foresee: Callable[[Space], list[str]]
    act: Callable[[Member, Space], None]


_registered: dict[str, Consequence] = {}


def register(name: str, foresee: Callable[[Space], list[str]], act: Callable[[Member, Space], None]) -> None:
    _registered[name] = Consequence(foresee, act)


def foresee(space: Space) -> list[str]:
    """Every consequence, to be read before removing."""
    return [line for name in sorted(_registered) for line in _registered[name].foresee(space)]


@transaction.atomic
def remove(member: Member, space: Space) -> None:
    """The space is no longer shown nor used, and its access is forgotten; what was published and read stays.

    Connecting the same account again brings the same space back.
    """
    space = Space.objects.select_for_update().get(pk=space.pk)
    for name in sorted(_registered):
        _registered[name].act(member, space)
    space.removed_at, space.credentials, space.rests_until = clock.now(), Sealed(), None
    space.save(update_fields=["removed_at", "credentials", "rests_until"])
    PendingConnection.objects.filter(space=space).delete()
    events.record(member, "space.removed", space)
