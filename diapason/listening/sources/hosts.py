"""Politeness: a site is asked one thing at a time, with a pause between two, whichever worker asks for whichever brand."""

from datetime import datetime, timedelta

from django.db import connection

from diapason.core import clock
from diapason.listening.models import Host

PAUSE = timedelta(seconds=1)
LEASE = timedelta(minutes=5)  # that a worker which was killed keeps others away; longer than any answer may take
LONGEST = timedelta(days=1)  # that a site may ask us to wait


def claim(host: str) -> bool:
    """Whether it is ours to ask now. Then it is left with `leave`."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO listening_host (name, free_at) VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET free_at = excluded.free_at WHERE listening_host.free_at <= %s RETURNING 1",
            [host, now + LEASE, now],
        )
        return cursor.fetchone() is not None


def leave(host: str, until: datetime | None = None, pause: timedelta | None = None) -> None:
    """`until`: when the site asked us to come back; `pause`: how long it is left alone otherwise."""
    now = clock.now()
    Host.objects.filter(pk=host).update(free_at=min(max(until or now, now + (pause or PAUSE)), now + LONGEST))


def busy(now: datetime) -> set[str]:
    return set(Host.objects.filter(free_at__gt=now).values_list("pk", flat=True))


def forget(now: datetime) -> None:
    """Those that nobody asked for a while."""
    Host.objects.filter(free_at__lt=now - LONGEST).delete()
