"""What a network shows becomes messages and conversations.

Idempotent on (space, remote id): reading a page again changes nothing, and the order in which pages come does not
matter. Everything of a page is one transaction, with the cursor that says it was read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest

from diapason.community.identities import plain, seen, web
from diapason.community.models import Contact, Identity
from diapason.core import clock
from diapason.inbox import facts, settling
from diapason.inbox.erased import erased_id
from diapason.inbox.models import Closure, Conversation, Hold, Message, Raw
from diapason.inbox.threads import Threads
from diapason.networks.base.content import Incoming
from diapason.publishing.models import Delivery, DeliveryStep
from diapason.territory.models import Space
from diapason.workspaces import events
from diapason.workspaces.members import system
from diapason.workspaces.models import Event

MAX_TEXT = 50_000
TOLD_AT_MOST = 50  # messages that an event names, of those that a conversation received at once


@dataclass(slots=True)
class Stored:
    """What a page brought: new messages, changed ones, and the conversations that they belong to."""

    new: int = 0
    changed: int = 0
    conversations: set[int] = field(default_factory=set)


def store(space: Space, stream: str, messages: Sequence[Incoming]) -> Stored:
    """Takes a page in. Call it in the transaction that saves the cursor, or alone."""
    with transaction.atomic():
        one_at_a_time(space)
        settling.settle(settling.unsettled().filter(space=space))
        page = with_subjects(space, list({message.remote_id: cleaned(message) for message in messages if message.remote_id}.values()))
        known = known_messages(space, page)
        carried = carried_by_us(space, [message for message in page if message.ours and message.remote_id not in known])
        changed = [row for message in page if (row := known.get(message.remote_id)) and update(row, message)]
        new = [message for message in page if message.remote_id not in known and message.remote_id not in carried]
        stored = Stored(len(new), len(changed), {row.conversation_id for row in changed})
        keep_raw(space, stream, [message for message in page if not is_erased(known.get(message.remote_id))])
        stored.conversations |= insert(space, new)
        facts.refresh(stored.conversations)
        return stored


def one_at_a_time(space: Space) -> None:
    """Two streams of a space may show the same message at once: their pages are taken in one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('inbox'), %s)", [space.pk % 2**31])


def cleaned(message: Incoming) -> Incoming:
    return replace(
        message,
        remote_id=plain(message.remote_id, 500),
        thread_id=plain(message.thread_id, 500),
        parent_id=plain(message.parent_id, 500),
        subject_id=plain(message.subject_id, 500),
        text=plain(message.text, MAX_TEXT),
        url=web(message.url),
        language=plain(message.language, 10),
        media=tuple(address for item in message.media if (address := web(item))),
    )


def with_subjects(space: Space, page: list[Incoming]) -> list[Incoming]:
    """A message that answers a post of ours is about that post, also where the network does not say so."""
    wanted = {message.parent_id for message in page if message.parent_id and not message.subject_id}
    posts = Delivery.objects.filter(space=space, remote_id__in=wanted, kind=Delivery.Kind.POST).exclude(remote_id="")
    ours = set(posts.values_list("remote_id", flat=True)) if wanted else set()
    return [
        replace(message, subject_id=message.parent_id) if not message.subject_id and message.parent_id in ours else message
        for message in page
    ]


def is_erased(row: Message | None) -> bool:
    return bool(row and row.erased_at)


def known_messages(space: Space, page: list[Incoming]) -> dict[str, Message]:
    """The rows that we already have, by the remote id that the network gives."""
    by_either = {message.remote_id: message.remote_id for message in page}
    by_either |= {erased_id(message.remote_id): message.remote_id for message in page}
    rows = Message.objects.filter(space=space, remote_id__in=by_either).defer("search")
    return {by_either[row.remote_id]: row for row in rows}


def carried_by_us(space: Space, ours: list[Incoming]) -> set[str]:
    """Those that one of our deliveries sent: already in the inbox if it was a reply, no matter for it if it was a post."""
    wanted = [message.remote_id for message in ours]
    if not wanted:
        return set()
    shown = Q(kind=Delivery.Kind.POST) | Q(messages__isnull=False)
    whole = Delivery.objects.filter(shown, space=space, remote_id__in=wanted).values_list("remote_id", flat=True)
    latest = list(Delivery.objects.filter(space=space).order_by("-id").values_list("pk", flat=True)[:200])
    parts = DeliveryStep.objects.filter(delivery__in=Delivery.objects.filter(shown, pk__in=latest), result__remote_id__in=wanted)
    return {*whole, *parts.values_list("result__remote_id", flat=True)}


def update(row: Message, message: Incoming) -> bool:
    """An edited message; whether it changed. Erased words do not come back, and what we sent says what we sent."""
    if row.erased_at:
        return False
    fields = {"url": message.url, "rating": message.rating, "media": list(message.media), "data": message.data}
    if row.delivery_id is None:
        fields["text"] = message.text
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    if not changed:
        return False
    for name, value in changed.items():
        setattr(row, name, value)
    if "text" in changed:
        row.edited_at = clock.now()
    row.save(update_fields=[*changed, "edited_at"])
    return True


def insert(space: Space, new: list[Incoming]) -> set[int]:
    """New messages with their people and conversations; the conversations."""
    if not new:
        return set()
    threads = Threads.around(space, new)
    for message in new:
        threads.place(message)
    people = seen(space.workspace, space.network, [message.author for message in new if not message.ours])
    rows = [build(space, message, threads.conversation(message.remote_id), people) for message in new]
    Message.objects.bulk_create(rows)
    incoming = {row.conversation_id for row in rows if not row.is_ours}
    wake(incoming)
    count_people(rows)
    tell(space, rows)
    return {row.conversation_id for row in rows}


def build(space: Space, message: Incoming, conversation: Conversation, people: dict[str, Identity]) -> Message:
    return Message(
        workspace_id=space.workspace_id,
        space=space,
        conversation=conversation,
        remote_id=message.remote_id,
        direction=Message.Direction.OUT if message.ours else Message.Direction.IN,
        kind=message.kind,
        identity=None if message.ours else people[plain(message.author.remote_id, 300)],
        text=message.text,
        sent_at=message.sent_at,
        url=message.url,
        thread_id=message.thread_id,
        parent_id=message.parent_id,
        subject_id=message.subject_id,
        rating=message.rating,
        language=message.language,
        media=list(message.media),
        data=message.data,
    )


def wake(conversations: set[int]) -> None:
    """A new message of theirs ends what was decided before it: nobody closed a conversation knowing it."""
    now = clock.now()
    for standing in (Closure, Hold):
        standing._default_manager.filter(conversation__in=conversations, ended_at=None).update(ended_at=now)
    Conversation.objects.filter(pk__in=conversations).update(unread=True)


def count_people(rows: list[Message]) -> None:
    by_contact: dict[int, list[Message]] = {}
    for row in rows:
        if row.identity:
            by_contact.setdefault(row.identity.contact_id, []).append(row)
    for contact, theirs in sorted(by_contact.items()):
        latest = max(row.sent_at for row in theirs)
        Contact.objects.filter(pk=contact).update(
            messages=F("messages") + len(theirs), seen_at=Greatest(Coalesce("seen_at", latest), latest)
        )


def tell(space: Space, rows: list[Message]) -> None:
    """One event for each conversation that received something: live screens, webhooks and the audit log read them."""
    member = system(space.workspace)
    of: dict[Conversation, list[int]] = {}
    for row in rows:
        if not row.is_ours:
            of.setdefault(row.conversation, []).append(row.pk)
    Event.objects.bulk_create(
        events.build(
            member,
            "conversation.received",
            conversation,
            messages=len(ids),
            ids=ids[-TOLD_AT_MOST:],
            opened=not conversation.incoming_count,  # as it was before these
        )
        for conversation, ids in of.items()
    )


def keep_raw(space: Space, stream: str, page: list[Incoming]) -> None:
    now = clock.now()
    Raw.objects.bulk_create(
        [Raw(space=space, stream=stream, remote_id=message.remote_id, payload=message.raw, read_at=now) for message in page if message.raw],
        update_conflicts=True,
        unique_fields=["space", "remote_id"],
        update_fields=["payload", "read_at", "stream"],
    )
