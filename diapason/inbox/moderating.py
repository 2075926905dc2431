"""What becomes of somebody's comment on a site of ours: shown, held, set aside as unwanted, or in the bin.

The connector's `moderate.STATES` names what its network knows, and its strings say it; what a message is now comes with
its reading (`data["status"]`).
"""

import asyncio

from asgiref.sync import async_to_sync
from django.db import transaction

from diapason.core import clock
from diapason.inbox import deciding
from diapason.inbox.models import Message
from diapason.networks.base.errors import NetworkError, Temporary
from diapason.territory import health
from diapason.workspaces import events
from diapason.workspaces.members import Member

LONGEST_SECONDS = 20
# States in which nobody waits for an answer to it any more.
AWAY = {"spam", "trash"}


def state_of(message: Message) -> str:
    """The state of their comment as it was last known, where its network has states."""
    found = message.data.get("status", "") if isinstance(message.data, dict) else ""
    return found if found and found in states(message) else ""


def states(message: Message) -> tuple[str, ...]:
    """What may become of this message: nothing for ours, for erased ones, and where the network has no moderation."""
    if message.is_ours or message.erased_at or not message.space.net.can("moderate"):
        return ()
    found: tuple[str, ...] = message.space.net.moderate.STATES
    return found


def moderate(member: Member, message: Message, state: str) -> str:
    """Moves it there, then here; the state before. Raises NetworkError where the network did not do it: nothing changed.

    The same act again changes nothing there, so a lost answer is mended by asking once more.
    """
    if state not in states(message):
        raise ValueError(state)
    before, began_at = state_of(message), clock.now()
    try:
        async_to_sync(ask)(message, state)
    except NetworkError as error:
        health.report_failure(message.space_id, error, began_at=began_at)
        raise
    with transaction.atomic():
        row = Message.objects.select_for_update().defer("search").get(pk=message.pk)
        row.data = {**row.data, "status": state}
        row.save(update_fields=["data"])
        events.record(member, "conversation.moderated", message.conversation, message=message.pk, state=state, before=before)
        settle(member, message)
    return before


async def ask(message: Message, state: str) -> None:
    connection = await health.connection_for(message.space)
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            await message.space.net.moderate.set_state(connection, message.remote_id, state)
    except TimeoutError as error:
        raise Temporary("The server did not answer in time.") from error


def settle(member: Member, message: Message) -> None:
    """A conversation of which nothing is left to answer is closed, and open again when something is."""
    theirs = Message.objects.filter(conversation=message.conversation_id, direction=Message.Direction.IN)
    act = deciding.reopen if theirs.exclude(data__status__in=AWAY).exists() else deciding.close
    if act is deciding.close or message.conversation.closures.filter(ended_at=None).exists():
        act(member, [message.conversation])
