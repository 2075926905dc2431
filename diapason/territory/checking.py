"""Asking each space whether it is well, before somebody needs it: its access, what it declares, when the access ends."""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta

from asgiref.sync import sync_to_async
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import formats, translation

from diapason.core import clock
from diapason.networks.base.connection import Health
from diapason.networks.base.errors import NetworkError
from diapason.territory import health
from diapason.territory.models import Space
from diapason.workspaces import events, notices
from diapason.workspaces.members import system

EVERY = timedelta(hours=1)
WARNED_AHEAD = timedelta(days=7)
AT_ONCE = 10
LONGEST_SECONDS = 60


async def check_space(space: Space) -> NetworkError | None:
    """Asks the network who we are there, and writes down what came of it; the error, where there was one."""
    if not space.net.can("auth"):
        return None
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            found = await space.net.auth.check(await health.connection_for(space))
    except NetworkError as error:
        await sync_to_async(failed)(space.pk, error)
        return error
    except TimeoutError:
        late = NetworkError("The server did not answer in time.")
        await sync_to_async(failed)(space.pk, late)
        return late
    await sync_to_async(passed)(space.pk, found)
    return None


@transaction.atomic
def failed(space_id: int, error: NetworkError) -> None:
    """A server that refuses a mere question is as ill as one that does not answer: here a refusal counts too."""
    if error.word == "permanent":
        space = Space.objects.select_for_update(of=("self",)).select_related("workspace", "owner").get(pk=space_id)
        health.count_failure(space, error)
    else:
        health.report_failure(space_id, error)
    Space.objects.filter(pk=space_id).update(checked_at=clock.now())


@transaction.atomic
def passed(space_id: int, found: Health) -> None:
    """The account answered. An access that was refused and works again needs nobody any more."""
    now = clock.now()
    space = Space.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=space_id)
    if space.state == Space.State.NEEDS_RECONNECT:
        space.state = Space.State.CONNECTED if space.net.can("publish") else Space.State.WATCHED
        events.record(system(space.workspace), "space.recovered", space)
    if found.declared:
        space.declared, space.declared_at = found.declared, now
    if found.expires_in is not None:
        space.expires_at = now + timedelta(seconds=found.expires_in)
    space.handle = (found.handle or space.handle)[:200]
    space.checked_at = now
    space.save(update_fields=["state", "declared", "declared_at", "expires_at", "handle", "checked_at"])
    health.report_ok(space_id)


def due() -> QuerySet[Space]:
    """Those not asked for an hour; one that is only read and was read well meanwhile has answered already.

    An access that a network refused is asked about once more: some refuse by mistake, and then nobody need connect again.
    """
    old = clock.now() - EVERY
    awake = Q(rests_until=None) | Q(rests_until__lte=clock.now())
    unknown = Q(checked_at=None) | Q(checked_at__lte=old)
    read_well = Q(state=Space.State.WATCHED, last_ok_at__gt=old)
    connected = awake & unknown & Q(state__in=[Space.State.CONNECTED, Space.State.WATCHED])
    refused = Q(state=Space.State.NEEDS_RECONNECT) & (Q(checked_at=None) | Q(checked_at__lt=F("failed_at")))
    return Space.objects.filter(connected | refused, removed_at=None).exclude(read_well).order_by("checked_at", "pk")


async def check_all(spaces: Iterable[Space]) -> None:
    """A few at a time; the failure of one is not that of the others."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(space: Space) -> None:
        async with places:
            await check_space(space)

    await asyncio.gather(*(one(space) for space in spaces))


@transaction.atomic
def warn_of_endings() -> int:
    """Tells once, a week ahead, of each access that ends; how many were told of."""
    rows = Space.objects.select_for_update(of=("self",), skip_locked=True).select_related("workspace", "owner")
    ending = rows.filter(
        removed_at=None, expiry_told_at=None, expires_at__lte=clock.now() + WARNED_AHEAD, expires_at__gt=clock.now()
    ).exclude(state=Space.State.NEEDS_RECONNECT)
    for space in ending:
        if space.expires_at:
            tell_ending(space, space.expires_at)
        space.expiry_told_at = clock.now()
        space.save(update_fields=["expiry_told_at"])
    return len(ending)


def tell_ending(space: Space, at: datetime) -> None:
    """The date is written for each reader: the notice keeps words, not moments."""
    for person in health.responsible(space):
        with translation.override(person.language):
            date = formats.date_format(at.astimezone(space.workspace.tz), "DATE_FORMAT")
        notices.tell(space.workspace, [person], "space.expiring", url=health.address(space), subject=space, space=space.name, date=date)
