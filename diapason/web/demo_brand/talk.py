"""What people said under the posts, and what was answered: a year of it, and a dozen still waiting.

The conversations of the past come through the same door as real ones. Those that wait are truly in the sandbox, under
posts that were truly published there, so that they can be answered.
"""

import asyncio
import random
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

import httpx2

from diapason.core import clock
from diapason.inbox import facts, reading
from diapason.inbox.models import Closure, Conversation, Message
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Author, Content, Incoming, Kind, Result
from diapason.networks.base.sandbox import Sandbox
from diapason.publishing.models import Delivery
from diapason.territory.models import Space
from diapason.web.demo_brand.words import ANSWERS, COMMENTS, PEOPLE

FRESH = 3  # recent posts of each space that are truly in the sandbox


def past(spaces: Sequence[Space], chance: random.Random) -> None:
    for space in spaces:
        deliveries = Delivery.objects.filter(space=space, state=Delivery.State.PUBLISHED).order_by("published_at")
        said = [message for delivery in deliveries for message in under(delivery, chance)]
        for start in range(0, len(said), 200):
            reading.store(space, "comments", said[start : start + 200])
        close(space)


def under(delivery: Delivery, chance: random.Random) -> list[Incoming]:
    """None to three people under one post, most of them answered."""
    said = []
    published = delivery.published_at or clock.now()
    for number in range(chance.choice((0, 0, 1, 1, 2, 3))):
        language, text = chance.choice(COMMENTS)
        name, at = chance.choice(PEOPLE), published + timedelta(minutes=chance.randint(5, 2000))
        if at > clock.now() - timedelta(hours=6):
            continue
        root = f"{delivery.remote_id}-{number}"
        said.append(incoming(delivery, root, author(name), language, text, at))
        if chance.random() < 0.92:
            answered = at + timedelta(minutes=min(int(chance.lognormvariate(3.6, 1)), 1440))
            said.append(
                incoming(delivery, f"{root}-r", us(delivery.space), language, chance.choice(ANSWERS[language]), answered, parent=root)
            )
    return said


def incoming(delivery: Delivery, remote_id: str, who: Author, language: str, text: str, at: datetime, parent: str = "") -> Incoming:
    return Incoming(
        remote_id=remote_id,
        kind=Kind.COMMENT,
        author=who,
        text=text,
        sent_at=at,
        thread_id=parent or remote_id,
        parent_id=parent or delivery.remote_id,
        subject_id=delivery.remote_id,
        ours=bool(parent),
        language=language,
    )


def handle_of(name: str) -> str:
    """As people write their name where only plain letters are allowed: « Théo Delmas » is `theo-delmas`."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace(" ", "-")


def author(name: str) -> Author:
    handle = handle_of(name)
    return Author(remote_id=f"demo-{handle}", handle=handle, name=name, followers=len(name) * 37)


def us(space: Space) -> Author:
    return Author(remote_id=space.account_id, handle=space.handle, name=space.name)


def close(space: Space) -> None:
    """What was answered is closed; what waited longer than a week was let go."""
    rows = Conversation.objects.filter(space=space)
    facts.refresh(list(rows.values_list("pk", flat=True)))
    old = clock.now() - timedelta(days=7)
    done = rows.filter(waiting_since=None) | rows.filter(waiting_since__lt=old)
    Closure.objects.bulk_create(Closure(conversation=row, at=row.last_message_at or clock.now()) for row in done)
    facts.refresh(list(done.values_list("pk", flat=True)))


# ── Now ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
def now(spaces: Sequence[Space], sandbox: Sandbox, chance: random.Random) -> None:
    """Publishes the latest posts in the sandbox for real, lets people answer, and reads what they said."""
    for space in spaces:
        latest = list(Delivery.objects.filter(space=space, state=Delivery.State.PUBLISHED).order_by("-published_at")[:FRESH])
        asyncio.run(publish_all(space, latest, sandbox))
        Delivery.objects.bulk_update(latest, ["remote_id", "remote_url"])
        for delivery in latest:
            for name in chance.sample(PEOPLE, 2):
                handle = handle_of(name)
                sandbox.fakes[space.network].join(handle, name)
                sandbox.fakes[space.network].react(delivery.remote_id, "reply", handle, chance.choice(COMMENTS)[1])
        read(space, sandbox)
        spread(space, chance)


async def publish_all(space: Space, deliveries: Sequence[Delivery], sandbox: Sandbox) -> None:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=sandbox.app)) as client:
        link = connection(space, client)
        for delivery in deliveries:
            content = Content.from_json(delivery.content)
            done: list[Result] = []
            shown = Result()
            for step in space.net.publish.plan(content, str(delivery.key)):
                done.append(await space.net.publish.perform(link, step, done))
                shown = done[-1] if step.publishes and not shown.remote_id else shown
            delivery.remote_id, delivery.remote_url = shown.remote_id, shown.url


def connection(space: Space, client: httpx2.AsyncClient) -> Connection:
    return Connection(space.base_url, client, space.credentials, space.account_id, space.handle, space.declared)


def read(space: Space, sandbox: Sandbox) -> None:
    """As the inbox does, but before the sandbox is served."""
    if not space.net.can("converse"):
        return

    async def pages() -> list[Incoming]:
        found: list[Incoming] = []
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=sandbox.app)) as client:
            for stream in space.net.converse.STREAMS:
                batch = await space.net.converse.read(connection(space, client), stream, "")
                found += batch.messages
        return found

    reading.store(space, "comments", asyncio.run(pages()))


def spread(space: Space, chance: random.Random) -> None:
    """They came over the last hours, not all in the second in which the brand was made."""
    fresh = Message.objects.filter(space=space, sent_at__gte=clock.now() - timedelta(minutes=10))
    for message in fresh:
        message.sent_at -= timedelta(minutes=chance.randint(12, 400))
        message.save(update_fields=["sent_at"])
    facts.refresh(list(Conversation.objects.filter(space=space, status="open").values_list("pk", flat=True)))
