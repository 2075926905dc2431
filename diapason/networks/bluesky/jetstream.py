"""A Jetstream: the stream of a relay as JSON, of the collections that we ask for, from a moment on.

https://github.com/bluesky-social/jetstream. Its compression (zstd with a dictionary of its own) is not asked for: that of the WebSocket
itself is, where the server offers it. Servers of its second version (2026) answer here as those of the first did, and know the same
cursors; each server has a clock of its own.
"""

import json
import logging
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from diapason.core import clock
from diapason.networks.base import lines
from diapason.networks.base.content import Heard
from diapason.networks.bluesky import records, said

log = logging.getLogger(__name__)

PATH = "/subscribe"
LONGEST = 1_000_000  # bytes of an event: a post is a hundredth of it
SILENCE = 60.0  # seconds: a whole network is never silent for so long
OVERLAP = 5_000_000  # microseconds that are heard again, as its documentation advises: the next server may be behind
KEPT = timedelta(hours=24)  # how far back it is sure to go
NOT_MISSED = timedelta(minutes=1)  # between two events


async def hear(address: str, cursor: str) -> AsyncGenerator[Heard]:
    """`cursor` is the moment of the last event, in microseconds."""
    asked = {"wantedCollections": records.COLLECTION, "maxMessageSizeBytes": LONGEST}
    if cursor:
        asked["cursor"] = max(int(cursor) - OVERLAP, 0)
    doubted = bool(cursor) and said.of_microseconds(int(cursor)) < clock.now() - KEPT
    async with lines.line(f"{address}?{urlencode(asked)}", silence=SILENCE, longest=2 * LONGEST) as line:
        place = cursor
        async for message in line:
            heard = read(message, place)
            if doubted and heard.at:
                doubted = False
                late = heard.at - said.of_microseconds(int(cursor)) > NOT_MISSED
                heard = replace(heard, missed="outdated_cursor" if late else "")
            place = heard.cursor
            yield heard


def read(message: str | bytes, cursor: str) -> Heard:
    """What an event says; `unread` where it makes no sense."""
    try:
        event = json.loads(message)
        return of_event(event, str(max(int(event["time_us"]), int(cursor or 0))))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, OSError, RecursionError):
        log.info("An event could not be read", exc_info=True)
        return Heard(cursor, unread=True)


def of_event(event: dict[str, Any], place: str) -> Heard:
    at, did = said.of_microseconds(int(event["time_us"])), str(event["did"])
    if event["kind"] == "account":
        return said.account(place, at, event["account"], did)
    if event["kind"] != "commit" or event["commit"]["collection"] != records.COLLECTION:
        return Heard(place, at)
    commit = event["commit"]
    if commit["operation"] == "delete":
        return Heard(place, at, gone=(f"at://{did}/{records.COLLECTION}/{commit['rkey']}",))
    return Heard(place, at, (said.post(did, str(commit["rkey"]), commit["record"], at),))
