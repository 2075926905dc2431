"""Which contributors may write for a space."""

from collections.abc import Iterable

from django.db import transaction

from diapason.territory.models import Space, SpaceGrant
from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Membership


@transaction.atomic
def grant(member: Member, space: Space, memberships: Iterable[Membership]) -> None:
    """These and no others. Nothing is recorded where nothing changes."""
    wanted = {membership.pk for membership in memberships}
    held = set(SpaceGrant.objects.filter(space=space).values_list("membership_id", flat=True))
    if wanted == held:
        return
    SpaceGrant.objects.filter(space=space, membership_id__in=held - wanted).delete()
    SpaceGrant.objects.bulk_create(SpaceGrant(space=space, membership_id=pk) for pk in sorted(wanted - held))
    events.record(member, "space.granted", space, added=len(wanted - held), removed=len(held - wanted))
