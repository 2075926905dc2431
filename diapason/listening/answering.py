"""Answering a mention: in the inbox, through a space whose network lets us answer what we did not receive.

The key of a mention says which network it is of, where, and by which id (`sources.hearing.key_of`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from diapason.inbox import reading
from diapason.inbox.models import Conversation, Message
from diapason.listening.mentions import Mention, host_of
from diapason.listening.sources import hearing
from diapason.networks.base import registry
from diapason.networks.base.content import Author, Incoming, Kind
from diapason.territory.access import spaces
from diapason.territory.models import Space
from diapason.workspaces import events
from diapason.workspaces.members import Member

STREAM = "listening"  # of what comes to the inbox this way


class CannotAnswer(Exception):
    """No connected space can answer it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """`host` is empty for an id that counts in the whole network."""

    network: str
    host: str
    remote_id: str


def origin(mention: Mention) -> Origin | None:
    """None for what is of no network that answers can be sent to."""
    slug, _colon, rest = mention.key.partition(":")
    network = registry.networks().get(slug)
    if not rest or network is None or not (network.can("publish") and network.can("converse")):
        return None
    if "reply" not in network.manifest.features:
        return None
    if hearing.WORLD_WIDE.match(rest):
        return Origin(slug, "", rest)
    host, _slash, remote_id = rest.partition("/")
    return Origin(slug, host, remote_id) if remote_id else None


def able(member: Member) -> list[Space]:
    """The spaces that could answer: connected ones."""
    return list(spaces(member).filter(state=Space.State.CONNECTED, removed_at=None).order_by("pk"))


def through(mention: Mention, connected: Sequence[Space]) -> Space | None:
    """The space to answer through: the one that heard it, or the first of its network and server."""
    where = origin(mention)
    if where is None:
        return None
    fitting = [space for space in connected if space.network == where.network and (not where.host or host_of(space.base_url) == where.host)]
    return next((space for space in fitting if space.pk == mention.space), fitting[0] if fitting else None)


def conversations(member: Member, mentions: Sequence[Mention]) -> dict[int, int]:
    """The conversations of the inbox that mentions are in, by the id of the mention. One query."""
    by_message = {each.data["message"]: each.id for each in mentions if isinstance(each.data.get("message"), int)}
    by_origin = {(where.remote_id, where.network, where.host): each.id for each in mentions if (where := origin(each))}
    if not by_message and not by_origin:
        return {}
    asked = Q(pk__in=by_message) | Q(space__in=spaces(member), remote_id__in={remote_id for remote_id, _network, _host in by_origin})
    rows = Message.objects.filter(asked, workspace=member.workspace).select_related("space").only("remote_id", "conversation", "space")
    found: dict[int, int] = {}
    for row in rows:
        places = [(row.remote_id, row.space.network, host) for host in ("", host_of(row.space.base_url))]
        known = [by_message.get(row.pk), *(by_origin.get(place) for place in places)]
        found |= {each: row.conversation_id for each in known if each is not None}
    return found


@transaction.atomic
def take_up(member: Member, mention: Mention) -> int:
    """The conversation in which to answer, made where there is none. Raises CannotAnswer."""
    if known := conversations(member, [mention]).get(mention.id):
        return known
    space, where = through(mention, able(member)), origin(mention)
    if space is None or where is None:
        raise CannotAnswer
    reading.store(space, STREAM, [incoming(mention, where)])
    row = Message.objects.select_related("conversation").get(space=space, remote_id=where.remote_id)
    Conversation.objects.filter(pk=row.conversation_id).update(unread=False)
    events.record(member, "mention.taken_up", row.conversation)
    return row.conversation_id


def incoming(mention: Mention, where: Origin) -> Incoming:
    """As its network had given it."""
    kept = mention.data.get("answer", {})
    return Incoming(
        remote_id=where.remote_id,
        kind=Kind.MENTION,
        author=Author(
            mention.author.removeprefix(f"{where.network}:"), mention.author_handle, mention.author_name, followers=mention.followers
        ),
        text=mention.text,
        sent_at=mention.said_at,
        url=mention.url,
        language=mention.language,
        thread_id=str(kept.get("thread", "")),
        parent_id=str(kept.get("parent", "")),
        data=kept.get("data", {}),
    )
