"""Mapping kept payloads again, after a connector was mended: what was misread is put right without asking the network.

A connector that can be replayed has `replay` in its `converse.py` (`networks.base.protocols`): the pure part of its
reading.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from asgiref.sync import async_to_sync
from django.db import transaction

from diapason.inbox import facts
from diapason.inbox.models import Message, Raw
from diapason.inbox.reading import cleaned
from diapason.networks.base.content import Incoming
from diapason.territory import health
from diapason.territory.models import Space

Mapping = Callable[..., Incoming]
FIELDS = ("text", "kind", "url", "language", "rating", "media", "data", "sent_at")


@dataclass(slots=True)
class Replayed:
    """`failed` holds the remote ids whose payload could not be mapped, with the reason."""

    read: int
    changed: int
    failed: dict[str, str]


def mapping(space: Space) -> Mapping | None:
    network = space.net
    found: Mapping | None = getattr(network.converse, "replay", None) if network.can("converse") else None
    return found


@transaction.atomic
def replay(space: Space, *, dry_run: bool = False) -> Replayed:
    """Maps every kept payload of a space again. Erased words stay erased, and what we sent says what we sent."""
    map_one = mapping(space)
    if map_one is None:
        raise LookupError(f"{space.network} cannot be replayed.")
    connection = async_to_sync(health.connection_for)(space)
    result, touched = Replayed(0, 0, {}), set()
    for message, payload in kept(space):
        result.read += 1
        try:
            again = cleaned(map_one(connection, payload, message.thread_id, message.subject_id))
        except Exception as error:  # one payload that the mapping does not understand must not hide the others
            result.failed[message.remote_id] = repr(error)
            continue
        if correct(message, again, save=not dry_run):
            result.changed += 1
            touched.add(message.conversation_id)
    facts.refresh(touched)
    return result


def kept(space: Space) -> Iterator[tuple[Message, dict[str, Any]]]:
    payloads = dict(Raw.objects.filter(space=space).values_list("remote_id", "payload"))
    rows = Message.objects.filter(space=space, remote_id__in=payloads, delivery=None, erased_at=None).defer("search")
    for message in rows.order_by("pk").iterator(chunk_size=500):
        yield message, payloads[message.remote_id]


def correct(message: Message, again: Incoming, *, save: bool) -> bool:
    values = {name: getattr(again, name) for name in FIELDS} | {"media": list(again.media), "kind": str(again.kind)}
    changed = [name for name, value in values.items() if getattr(message, name) != value]
    for name in changed:
        setattr(message, name, values[name])
    if changed and save:
        message.save(update_fields=changed)
    return bool(changed)
