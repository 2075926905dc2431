"""What reaches the inbox in public is a mention too. What was written in private stays in the inbox: more people may listen than may
read it.

The place of the reading is the id of the last message taken in. Ids are given when rows are written and rows are seen when their
transaction ends, so that a lower id may be seen later: the reading goes no further than `settled`.
"""

from collections.abc import Callable
from datetime import timedelta

from asgiref.sync import sync_to_async
from django.db import connection, transaction
from django.db.models import Max, QuerySet

from diapason.core import clock
from diapason.inbox.models import Message
from diapason.inbox.reading import one_at_a_time
from diapason.listening.mentions import Mention
from diapason.listening.models import Source
from diapason.listening.sources import hearing
from diapason.networks.base.content import Author, Incoming, Kind
from diapason.territory.models import Space
from diapason.workspaces.models import Workspace

AT_ONCE = 500


def every(source: Source) -> timedelta:
    return timedelta(seconds=10)


def ensure() -> None:
    """Each brand listens to its inbox; one that removed this source is not given it again."""
    without = Workspace.objects.exclude(sources__kind=Source.Kind.INBOX)
    Source.objects.bulk_create([source_of(brand) for brand in without], ignore_conflicts=True)


def source_of(brand: Workspace) -> Source:
    return Source(workspace=brand, kind=Source.Kind.INBOX, next_at=clock.now())


async def step(source: Source, keep: Callable[..., int]) -> bool:
    return await sync_to_async(read)(source, keep)


def read(source: Source, keep: Callable[..., int]) -> bool:
    """Takes the next messages in; whether there are more."""
    done = int(source.cursor or 0)
    last = settled(source.workspace_id, done)
    if last <= done:
        keep(source, [], source.cursor)
        return False
    with transaction.atomic():
        alone(source.workspace_id)
        rows = list(messages(source, done, last)[:AT_ONCE])
        more = len(rows) == AT_ONCE
        keep(source, [mention(source, row) for row in rows], str(rows[-1].pk if more else last), more=more)
    return more


def settled(workspace: int, after: int) -> int:
    """An id up to which all messages of the brand are there to be seen; `after` where there is none beyond it.

    The inbox writes the messages of a space while holding its turn there. Whoever was given a lower id before we looked held their
    turn by then: once we have had ours in every space, they are done.
    """
    last = Message.objects.filter(workspace=workspace, pk__gt=after).aggregate(last=Max("pk", default=after))["last"]
    if last == after:
        return after
    for space in Space.objects.filter(workspace=workspace).only("pk"):
        with transaction.atomic():
            one_at_a_time(space)
    return int(last)


def alone(workspace: int) -> None:
    """Either a person is forgotten before we read what they wrote, and it is not read; or after, and what we kept of it is found.
    Until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('listening.inbox'), %s)", [workspace % 2**31])


def messages(source: Source, after: int, until: int) -> QuerySet[Message]:
    received = Message.objects.filter(workspace=source.workspace_id, direction=Message.Direction.IN, erased_at=None)
    received = received.filter(pk__gt=after, pk__lte=until).exclude(remote_id="").exclude(kind=Kind.MESSAGE.value)
    return received.select_related("space", "identity").defer("search").order_by("pk")


def mention(source: Source, message: Message) -> Mention:
    """With the key that a stream of the same network gives to the same post."""
    space = message.space
    found = hearing.mention(source, as_read(message), space.net, base_url=space.base_url)
    found.space, found.data = space.pk, {"space": space.name, "message": message.pk}
    return found


def as_read(message: Message) -> Incoming:
    """As its connector had given it."""
    who = message.identity
    return Incoming(
        remote_id=message.remote_id,
        kind=Kind(message.kind),
        author=Author(who.remote_id, who.handle, who.name, followers=who.followers) if who else Author("", ""),
        text=message.text,
        sent_at=message.sent_at,
        url=message.url,
        language=message.language,
        media=tuple(message.media),
        data=message.data,
    )
