"""When to read a post's figures: often while people react, then daily, then no more."""

from datetime import datetime, timedelta

FIRST = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
THEN_EVERY = timedelta(days=1)
LAST = timedelta(days=30)
# A post absent from this many answers in a row is gone.
MISSES = 3


def next_read(published_at: datetime, now: datetime) -> datetime | None:
    """The next moment after `now`; None once the post is older than thirty days."""
    for age in FIRST:
        if published_at + age > now:
            return published_at + age
    days = (now - published_at) // THEN_EVERY + 1
    at = published_at + days * THEN_EVERY
    return at if at <= published_at + LAST else None
