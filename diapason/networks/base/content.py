"""What is published, and what comes back: plain data between Diapason and a connector.

`Content` is kept as JSON on a delivery, so that what was sent stays known when the post is edited later.
"""

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Attachment:
    """One image or video. `file` is its name in storage; `duration` is in seconds; `size` in bytes."""

    file: str
    mime: str
    size: int
    width: int = 0
    height: int = 0
    duration: float = 0.0
    alt: str = ""

    @property
    def is_video(self) -> bool:
        return self.mime.startswith("video/")


@dataclass(frozen=True, slots=True)
class Poll:
    options: tuple[str, ...]
    seconds: int = 86400
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A link preview, for networks whose clients build it. `image` is a file in storage."""

    url: str
    title: str = ""
    description: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """What is answered. `data` is what the connector itself kept when it read the message."""

    remote_id: str
    root_id: str = ""
    author: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """`parts` holds the texts of a thread, first to last; a single post has one part."""

    parts: tuple[str, ...]
    title: str = ""
    summary: str = ""
    attachments: tuple[Attachment, ...] = ()
    poll: Poll | None = None
    card: Card | None = None
    reply_to: ReplyTo | None = None
    language: str = ""
    tags: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n\n".join(self.parts)

    def as_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Content":
        return cls(
            parts=tuple(data["parts"]),
            title=data.get("title", ""),
            summary=data.get("summary", ""),
            attachments=tuple(Attachment(**item) for item in data.get("attachments") or ()),
            poll=poll_from(data.get("poll")),
            card=Card(**data["card"]) if data.get("card") else None,
            reply_to=ReplyTo(**data["reply_to"]) if data.get("reply_to") else None,
            language=data.get("language", ""),
            tags=tuple(data.get("tags") or ()),
            options=data.get("options") or {},
        )


def poll_from(data: dict[str, Any] | None) -> Poll | None:
    return Poll(tuple(data["options"]), data["seconds"], data["multiple"]) if data else None


class Repeat(StrEnum):
    """What may be done about a step whose outcome is unknown."""

    HARMLESS = "harmless"  # an upload, a draft: a second one is seen by nobody
    KEYED = "keyed"  # the network recognises our key: look first, and if it is not there the same call is safe
    NEVER = "never"  # look; if it is not found, a person decides


@dataclass(frozen=True, slots=True)
class Step:
    """One mutation of a delivery. `spec` is JSON, and with the results of the steps before it says all of the call.

    `key` is the idempotency key given to the network; `keyed_for` says for how many seconds the network recognises it
    (0: for ever).
    """

    kind: str
    spec: dict[str, Any]
    repeat: Repeat
    key: str = ""
    keyed_for: int = 0
    publishes: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What a step gave: the remote id, the address that people open, and what later steps need."""

    remote_id: str = ""
    url: str = ""
    data: dict[str, Any] = field(default_factory=dict)


class Level(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a content cannot (error) or should not (warning) go out; `code` is a key of `checks` or of the strings."""

    code: str
    level: Level = Level.ERROR
    values: dict[str, Any] = field(default_factory=dict)
    field: str = "text"


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody on a network. `remote_id` never changes; the handle may."""

    remote_id: str
    handle: str
    name: str = ""
    url: str = ""
    avatar_url: str = ""
    followers: int | None = None


def written(handle: str, name: str) -> str:
    """A handle as people write it, « @lumen »; empty where there is none, as on networks that give a name in its place."""
    handle = handle.strip().removeprefix("@")
    return "" if not handle or " " in handle or handle.casefold() == name.strip().casefold() else f"@{handle}"


class Kind(StrEnum):
    COMMENT = "comment"  # under something of ours
    MENTION = "mention"  # of us, elsewhere
    MESSAGE = "message"  # in private
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message read from a network, ours included (`ours`). `thread_id` groups a conversation; `data` is what a
    reply will need; `html` is not yet sanitised."""

    remote_id: str
    kind: Kind
    author: Author
    text: str
    sent_at: datetime
    url: str = ""
    html: str = ""
    thread_id: str = ""
    parent_id: str = ""
    subject_id: str = ""
    ours: bool = False
    rating: int | None = None
    language: str = ""
    media: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """A page of a stream; `cursor` goes on from there; `more` says that another page waits now. `hub`: who tells of its news, and under
    which name (WebSub), both empty for nobody; None where it was not said."""

    messages: tuple[Incoming, ...]
    cursor: str
    more: bool = False
    hub: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What one message of a stream brings. `cursor` is the place after it, `at` the moment that the network sent it.

    `gone` are ids of posts that their author took back, `left` ids of accounts that are no more, with all they said. `missed`: what was
    said before it can no longer be had, and why, as a code of the strings. `unread`: it could not be understood.
    """

    cursor: str
    at: datetime | None = None
    said: tuple[Incoming, ...] = ()
    gone: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    missed: str = ""
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric as the network gave it now. A figure that was not given is not made."""

    metric: str
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class RemotePost:
    """One of our own posts as the network holds it."""

    remote_id: str
    text: str
    published_at: datetime
    url: str = ""
