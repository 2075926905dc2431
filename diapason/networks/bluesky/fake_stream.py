"""A Jetstream beside the fake data server: what is posted and deleted, told to whoever listens, and kept for those who come back.

As https://github.com/bluesky-social/jetstream documents it: time in microseconds, a cursor that goes back to a moment, live from one in the
future, and messages that are too long left out.
"""

import contextlib
import json
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from diapason.core import clock
from diapason.networks.base.fake import State, left, transport_of
from diapason.networks.base.faults import Faults, Kind
from diapason.networks.bluesky.records import COLLECTION

KEPT = 5000  # events
Row = dict[str, Any]


class Stream:
    def __init__(self, state: State, faults: Faults) -> None:
        self.state, self.faults = state, faults

    # ── What happens ─────────────────────────────────────────────────────────────────────────────────────────────────
    def created(self, row: Row) -> None:
        self.commit("create", row["uri"], {"record": row["record"], "cid": row["cid"]})

    def deleted(self, uri: str) -> None:
        self.commit("delete", uri, {})

    def commit(self, operation: str, uri: str, more: Row) -> None:
        did, rkey = uri.split("/")[2], uri.rsplit("/", 1)[1]
        commit = {"rev": rkey, "operation": operation, "collection": COLLECTION, "rkey": rkey, **more}
        self.keep({"did": did, "kind": "commit", "commit": commit})

    def keep(self, event: Row) -> None:
        events = self.state["events"]
        last = int(next(reversed(events), "0"))
        moment = max(int(clock.now().timestamp() * 1_000_000), last + 1)
        events[str(moment)] = {**event, "time_us": moment}
        if len(events) > KEPT:
            del events[next(iter(events))]

    def since(self, moment: int) -> list[Row]:
        """Oldest first."""
        found = []
        for key, event in reversed(self.state["events"].items()):
            if int(key) < moment:
                break
            found.append(event)
        return found[::-1]

    # ── Who listens ──────────────────────────────────────────────────────────────────────────────────────────────────
    async def serve(self, socket: WebSocket) -> None:
        query, now = socket.query_params, int(clock.now().timestamp() * 1_000_000)
        place = min(int(query.get("cursor") or now), now)
        longest = int(query.get("maxMessageSizeBytes") or 0)
        await socket.accept()
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # whoever listened has left
            while True:
                for event in self.since(place):
                    place = event["time_us"] + 1
                    text = json.dumps(event)
                    if longest and len(text.encode()) > longest:
                        continue
                    if self.faults.take([Kind.DROP], "GET", socket.url.path):
                        cut_short(socket, text)
                        return
                    await socket.send_text(text)
                if await left(socket):
                    return


def cut_short(socket: WebSocket, text: str) -> None:
    """Half a frame, then the end of the connection."""
    transport = transport_of(socket._send)
    if transport:
        body = text.encode()
        frame = b"\x81\x7e" + len(body).to_bytes(2) + body if len(body) < 65_536 else b"\x81\x7f" + len(body).to_bytes(8) + body
        transport.write(frame[: len(frame) // 2])
        transport.close()
