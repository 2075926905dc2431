"""Whether a space is well: what the workers say after each call, and the connection that they are given.

A space that fails five times in a row rests, so that neither it nor our queue is worn out; its responsible person is
told once, and again only after it has recovered.
"""

from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from functools import partial

from asgiref.sync import sync_to_async
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from diapason.core import clock
from diapason.core.crypto import Sealed
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Attachment
from diapason.networks.base.errors import NetworkError, Permanent
from diapason.territory import clients, turns
from diapason.territory.models import Space
from diapason.workspaces import events, notices
from diapason.workspaces.members import system
from diapason.workspaces.models import Person

FAILURES_BEFORE_REST = 5
FIRST_REST = timedelta(minutes=5)
LONGEST_REST = timedelta(hours=1)
SEEN_WELL_EVERY = timedelta(minutes=1)
TEMPORARY = {"temporary", "unknown"}


async def connection_for(space: Space) -> Connection:
    """What a connector needs to work for this space. Connections of one server share its guarded client."""
    return Connection(
        base_url=space.base_url,
        http=clients.shared(space.base_url),
        credentials=space.credentials,
        account_id=space.account_id,
        handle=space.handle,
        declared=space.declared,
        load=load,
        keep=partial(keep, space.pk, space.connected_at),
        turn=partial(turn, space.pk),
    )


def turn(space_id: int) -> AbstractAsyncContextManager[Sealed | None]:
    return turns.turn(f"space:{space_id}", partial(saved_credentials, space_id))


@sync_to_async
def saved_credentials(space_id: int) -> Sealed | None:
    return Space.objects.filter(pk=space_id).values_list("credentials", flat=True).first()


@sync_to_async
def keep(space_id: int, connected_at: datetime | None, credentials: Sealed) -> None:
    """Saves renewed credentials, unless a person connected the space again meanwhile: theirs are newer."""
    Space.objects.filter(pk=space_id, connected_at=connected_at).update(credentials=credentials)


async def load(attachment: Attachment) -> bytes:
    """A file of ours. Raises Permanent where it is gone: nothing was sent."""
    return await sync_to_async(read_file, thread_sensitive=False)(attachment.file)


def read_file(name: str) -> bytes:
    try:
        with default_storage.open(name, "rb") as file:
            return bytes(file.read())
    except FileNotFoundError as error:
        raise Permanent("A file of this post is no longer in the library.", code="file_missing") from error


def report_ok(space_id: int) -> None:
    """The network answered as it should. Cheap enough to be called after every call."""
    now = clock.now()
    with transaction.atomic():
        ill = Space.objects.select_for_update().filter(pk=space_id).exclude(failures=0).first()
        if ill and ill.failures >= FAILURES_BEFORE_REST:
            events.record(system(ill.workspace), "space.recovered", ill)
        stale = Q(last_ok_at=None) | Q(last_ok_at__lt=now - SEEN_WELL_EVERY) | ~Q(error_word="")
        Space.objects.filter(stale, pk=space_id).exclude(state=Space.State.NEEDS_RECONNECT).update(
            last_ok_at=now, failures=0, rests_until=None, last_error="", error_word="", error_code="", failed_at=None
        )


@transaction.atomic
def report_failure(space_id: int, error: NetworkError, *, began_at: datetime | None = None) -> None:
    """A call failed. What is about one content (`permanent`) or is our haste (`rate_limited`) says nothing of health.

    `began_at`: when the call began; a refusal of an access that was replaced since then is forgotten.
    """
    space = Space.objects.select_for_update(of=("self",)).select_related("workspace", "owner").get(pk=space_id)
    if began_at and space.connected_at and space.connected_at > began_at:
        return
    if error.word == "reauth":
        lose_access(space, error)
    elif error.word in TEMPORARY:
        count_failure(space, error)


def lose_access(space: Space, error: NetworkError) -> None:
    """Only a person can give the access back: told once."""
    known = space.state == Space.State.NEEDS_RECONNECT
    space.state = Space.State.NEEDS_RECONNECT
    note(space, error, "state")
    if not known:
        events.record(system(space.workspace), "space.access_lost", space, code=error.code)
        tell(space, "space.access_lost")


def count_failure(space: Space, error: NetworkError) -> None:
    if resting(space):  # the calls that were in flight when it began to rest belong to the same outage
        note(space, error)
        return
    space.failures += 1
    if space.failures >= FAILURES_BEFORE_REST:
        space.rests_until = clock.now() + rest(space.failures)
    note(space, error, "failures", "rests_until")
    if space.failures == FAILURES_BEFORE_REST:
        events.record(system(space.workspace), "space.rested", space, word=error.word, code=error.code)
        tell(space, "space.rested")


def note(space: Space, error: NetworkError, *changed: str) -> None:
    space.last_error, space.error_word, space.error_code = error.detail[:500], error.word, error.code[:60]
    space.failed_at = clock.now()
    space.save(update_fields=["last_error", "error_word", "error_code", "failed_at", *changed])


def resting(space: Space) -> bool:
    return space.rests_until is not None and space.rests_until > clock.now()


def rest(failures: int) -> timedelta:
    """Five minutes after the fifth failure in a row, twice as long after each of the next, an hour at most."""
    longer: int = 2 ** min(failures - FAILURES_BEFORE_REST, 10)
    return min(FIRST_REST * longer, LONGEST_REST)


def responsible(space: Space) -> list[Person]:
    """Who is told: the space's owner, and those who may reconnect it where the owner may not."""
    leads = notices.holders(space.workspace, "space.connect")
    if space.owner is None:
        return leads
    return [space.owner] if space.owner in leads else [space.owner, *leads]


def tell(space: Space, code: str) -> None:
    notices.tell(space.workspace, responsible(space), code, url=address(space), subject=space, space=space.name)


def address(space: Space) -> str:
    return reverse("space", args=[space.workspace.slug, space.pk])
