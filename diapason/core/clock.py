"""The one place that reads the time, so that a test can move it, and a worker can follow the database's."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Less than this apart, two clocks are the same: what is left is the way from one machine to the other.
SAME = timedelta(milliseconds=500)

_ahead = timedelta(0)


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC) - _ahead


def follow(reference: datetime) -> None:
    """Reads the time as another clock does, which shows `reference` at this moment (UTC).

    Workers follow the database: it is the one clock that they share, and a machine whose own is wrong neither sends
    early nor believes a promise that has ended.
    """
    global _ahead
    ahead = datetime.now(UTC) - reference
    _ahead = ahead if abs(ahead) > SAME else timedelta(0)


def zone(name: str) -> ZoneInfo:
    """The time zone of that name, or UTC for a name that the machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
