"""A mention: something that somebody said somewhere, as it was heard and as it was understood."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from enum import IntEnum
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from diapason.listening.queries.document import Document
from diapason.networks.base.content import written

ASPECTS, NAMES, TOXIC = "aspects", "names", "toxic"  # in the data of a mention
# Letters that are kept of each; what follows is left out.
LENGTHS = {"text": 50_000, "title": 500, "key": 1000, "url": 1000, "author": 300, "author_name": 200, "author_handle": 200}


class Sentiment(IntEnum):
    NEGATIVE = -1
    NEUTRAL = 0
    POSITIVE = 1


@dataclass
class Mention:
    """`key` is what identifies it among all that a brand can hear, whatever way it came by: the same post heard twice is one mention.
    `author` never changes (`network:account`, `site/name`), name and handle may. `followers` None: unknown, which is not none.

    `sentiment` and `intent` are None and empty until they are understood; `confidence` is between 0 and 1. `found_by` are the ids of
    the wordings that find it. `family`: mentions that say nearly the same share it. `zone` is the brand's, for its days.

    `labels` are what the brand calls it; `ignored`: it is kept, and counted nowhere.
    """

    workspace: int
    source: int
    key: str
    said_at: datetime
    text: str
    title: str = ""
    kind: str = "post"
    url: str = ""
    language: str = ""
    country: str = ""
    author: str = ""
    author_name: str = ""
    author_handle: str = ""
    followers: int | None = None
    space: int | None = None
    has: tuple[str, ...] = ()
    sentiment: Sentiment | None = None
    confidence: float | None = None
    intent: str = ""
    family: int = 0
    heard_at: datetime | None = None
    data: dict[str, Any] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    ignored: bool = False
    found_by: tuple[int, ...] = ()
    zone: tzinfo = field(default=UTC, compare=False)

    def __post_init__(self) -> None:
        for name, longest in LENGTHS.items():
            setattr(self, name, storable(getattr(self, name), longest))
        self.url = self.url if host_of(self.url) else ""

    @cached_property
    def id(self) -> int:
        """63 bits of what identifies it: another reading, another machine or another store gives it the same."""
        digest = hashlib.blake2b(f"{self.workspace}\0{self.key}".encode(), digest_size=8).digest()
        return int.from_bytes(digest) >> 1

    @property
    def day(self) -> date:
        return self.said_at.astimezone(self.zone).date()

    @cached_property
    def site(self) -> str:
        """The host of its address as people write it, without `www.`; empty where there is none."""
        return readable(host_of(self.url).removeprefix("www."))

    @property
    def at(self) -> str:
        """The handle of its author as people write it; empty where there is none."""
        return written(self.author_handle, self.author_name)

    @property
    def aspects(self) -> dict[str, Sentiment]:
        """What is said of which side of the brand (`understanding.aspects`)."""
        return {name: Sentiment(tone) for name, tone in self.data.get(ASPECTS, {}).items()}

    @property
    def names(self) -> dict[str, str]:
        """The people, places and others that it names, and which of these each is (`understanding.naming`)."""
        found: dict[str, str] = self.data.get(NAMES, {})
        return found

    @property
    def toxic(self) -> float | None:
        """The chance that it is hostile to somebody, where it is likely. To be looked at, never acted on."""
        found: float | None = self.data.get(TOXIC)
        return found

    @property
    def facts(self) -> dict[str, list[str]]:
        """What the fields of a query ask about; what is unknown is left out."""
        known = {
            "author": [self.author_name, self.author_handle and f"@{self.author_handle.removeprefix('@')}"],
            "site": [self.site],
            "lang": [self.language],
            "country": [self.country],
            "type": [self.kind],
            "has": [*self.has],
            "sentiment": [self.sentiment.name] if self.sentiment is not None else [],
            "intent": [self.intent],
            "aspect": [each for name, tone in self.aspects.items() for each in (name, f"{name}:{tone.name}")],
            "name": [*self.names],
            "space": [str(self.data.get("space", ""))],
        }
        return {name: values for name, given in known.items() if (values := [value for value in given if value])}

    @cached_property
    def document(self) -> Document:
        """As queries look at it. Read it once sentiment, intent and the rest are known: it is not made again."""
        return Document(self.text, self.title, url=self.url, followers=self.followers, facts=self.facts)

    def known_otherwise(self) -> None:
        """What is known of it has changed: `document` is made again when it is asked for."""
        self.__dict__.pop("document", None)


def storable(text: str, longest: int) -> str:
    """Without what no database takes: zeros, and halves of letters."""
    text = text[:longest]
    if text.isascii():
        return text.replace("\0", "") if "\0" in text else text
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def readable(host: str) -> str:
    """`économie.example` of `xn--conomie-9xa.example`."""
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def host_of(url: str) -> str:
    """Empty for what is not an address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
