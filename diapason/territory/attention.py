"""What waits for somebody beside the entry of the territory: spaces that only a person can mend."""

from django.db.models import QuerySet

from diapason.territory import access
from diapason.territory.models import Space
from diapason.workspaces import counters
from diapason.workspaces.members import Member


def to_reconnect(member: Member) -> QuerySet[Space]:
    return access.spaces(member).filter(state=Space.State.NEEDS_RECONNECT)


counters.declare("spaces", to_reconnect)
