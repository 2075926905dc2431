"""How far each space has been read, for the head of the inbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.inbox.sync import of_conversations
from diapason.territory.models import Space, Stream
from diapason.workspaces.members import Member

LATE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SpaceHealth:
    """`read_at` is the oldest complete reading among the space's streams, None before the first one ends."""

    space: Space
    read_at: datetime | None
    error: str
    next_at: datetime | None

    @property
    def tone(self) -> str:
        if self.space.state == Space.State.NEEDS_RECONNECT:
            return "bad"
        late = self.read_at is None or self.read_at < clock.now() - LATE
        return "warn" if self.error or late else "ok"

    @property
    def says(self) -> str:
        """What happened and what to do."""
        if self.space.state == Space.State.NEEDS_RECONNECT:
            return _("Its access was refused. What came in before is safe; connect it again to read the rest.")
        if self.error:
            return _("The last reading failed. Nothing is lost: it goes on where it stopped, by itself.")
        if self.read_at is None:
            return _("Its first reading begins within a minute.")
        return _("It has not been read for a while. Check that the worker runs.") if self.tone == "warn" else ""


def health(member: Member) -> list[SpaceHealth]:
    """The connected spaces whose conversations are read; those in trouble first."""
    rows = Stream.objects.filter(of_conversations(), space__workspace=member.workspace, space__removed_at=None).select_related("space")
    by_space: dict[int, list[Stream]] = {}
    for row in rows.order_by("space__name", "space_id"):
        by_space.setdefault(row.space_id, []).append(row)
    found = [summary(streams) for streams in by_space.values()]
    return sorted(found, key=lambda each: {"bad": 0, "warn": 1, "ok": 2}[each.tone])


def summary(streams: list[Stream]) -> SpaceHealth:
    moments = [stream.read_at for stream in streams if stream.read_at]
    error = next((stream.error for stream in streams if stream.error), "")
    read_at = min(moments) if len(moments) == len(streams) else None
    return SpaceHealth(streams[0].space, read_at, error, min(stream.next_at for stream in streams))
