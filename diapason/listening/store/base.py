"""What every engine that keeps mentions can do, and the plain data that goes in and comes out.

Moments are in UTC; a period is from its first moment, included, to its last, left out. An engine answers from what it has added up
while mentions came in: no chart reads mentions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.queries.nodes import Node


class Unavailable(Exception):
    """Where mentions are kept does not answer, or only a part of it does. What was heard meanwhile waits, and nothing is lost."""


class What(StrEnum):
    """What is counted beside the mentions themselves."""

    AUTHOR = "author"
    SITE = "site"
    SOURCE = "source"
    LANGUAGE = "language"
    COUNTRY = "country"
    KIND = "kind"
    INTENT = "intent"
    ASPECT = "aspect"  # with the opinion of the part that speaks of it
    NAME = "name"  # that it names
    TAG = "tag"  # that its author wrote
    LABEL = "label"  # that the brand gave it
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Period:
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Volume:
    """Mentions that a wording found in one hour (`at` is its beginning), with one sentiment (None: not understood); `reach` is the
    sum of the followers that are known."""

    wording: int
    at: datetime
    sentiment: Sentiment | None
    mentions: int
    reach: int


@dataclass(frozen=True, slots=True)
class Daily:
    """The same of one day of the brand."""

    wording: int
    day: date
    sentiment: Sentiment | None
    mentions: int
    reach: int


@dataclass(frozen=True, slots=True)
class Recent:
    """Mentions said in one step (`at` is its beginning) that a wording finds, and how many of them are negative."""

    wording: int
    at: datetime
    mentions: int
    negative: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How often `value` came up, and how often in a negative and in a positive mention."""

    value: str
    mentions: int
    reach: int
    negative: int
    positive: int


@dataclass(frozen=True, slots=True)
class Search:
    """Which mentions to read, the latest first: those of a brand, found by a wording if one is given, within a period, with all of
    these facts, and for which `node` is true. `ignored`: those that were ignored, the others, or (None) both."""

    workspace: int
    period: Period | None = None
    wording: int | None = None
    sentiment: Sentiment | None = None
    facts: tuple[tuple[What, str], ...] = ()
    node: Node | None = None
    ignored: bool | None = False


Change = Callable[[Mention], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reading of mentions stands: after this one, going back in time."""

    at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class Found:
    """`next` goes on from there; None at the end. It may be given with fewer mentions than asked for, when many had to be looked at."""

    mentions: list[Mention]
    next: Place | None


class Store(Protocol):
    """All writing is done in the transaction of the caller, so that what a source brought and how far it was read are kept together."""

    def keep(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Keeps those that are new, files them under the wordings that found them, counts them unless they are ignored; gives back the
        new ones. A mention that is known is left as it is, and counted no second time."""
        ...

    def file(self, wording: int, mentions: Sequence[Mention]) -> int:
        """Files mentions of the past under a wording and counts there those that are not ignored; how many were not filed there
        before. They must be as they are kept: the caller has read them since it is `asking.alone`."""
        ...

    def amend(self, workspace: int, ids: Sequence[int], wordings: Sequence[int], change: Change) -> list[Mention]:
        """Asks `change` what mentions that are kept become; gives back those that changed, as they were before, the oldest first.

        `change` is given each as it is kept, with those of `wordings` under which it is filed in `found_by`, and may set `language`,
        `sentiment`, `confidence`, `intent`, `family`, `labels`, `ignored`, `data` and `found_by`; and `zone`, to the brand's. What
        was counted moves with it: afterwards all sums are as if the mention had come in as it is now, but on the day that it was counted
        for. What is ignored stays filed, and is in no sum. The caller is `asking.alone`, and gives all wordings of the brand that are
        not forgotten.
        """
        ...

    def forget_wording(self, wording: int) -> None: ...

    def search(self, search: Search, size: int, after: Place | None = None) -> Found: ...

    def candidates(self, search: Search, size: int, after: Place | None = None) -> Found:
        """Like `search`, with mentions that only may be what `search.node` asks: nothing that is true is missing."""
        ...

    def get(self, workspace: int, ids: Sequence[int]) -> list[Mention]: ...

    def names(self, workspace: int, authors: Sequence[str]) -> dict[str, str]:
        """How authors call themselves, by what identifies them; those that nobody knows are left out."""
        ...

    def volume(self, wordings: Sequence[int], period: Period) -> list[Volume]:
        """By hour, oldest first; hours without a mention are left out."""
        ...

    def daily(self, wordings: Sequence[int], since: date, until: date) -> list[Daily]:
        """By day, oldest first, both days included; days without a mention are left out."""
        ...

    def recent(self, wordings: Sequence[int], period: Period, seconds: int) -> list[Recent]:
        """By step of so many seconds, counted from the beginning of the period; steps without a mention are left out. For short
        periods: it counts mentions, where `volume` reads sums."""
        ...

    def top(self, wordings: Sequence[int], what: What, since: date, until: date, limit: int) -> list[Tally]:
        """The most frequent first, over whole days of the brand, both included."""
        ...

    def brought(self, sources: Sequence[int], period: Period) -> dict[int, int]:
        """How many mentions each source brought, by when they were heard, in whole hours; a source that brought none is left out."""
        ...

    def settle(self) -> int:
        """Adds up what was counted and waits; how much there was. Called again and again by the worker."""
        ...

    def tidy(self, before: date) -> int:
        """Lets go of what came up least in the crowded days before, of what `top` counts: a list over several days may miss what was
        never among the first thousand of any. How many rows; called every night."""
        ...

    def erase(self, workspace: int, ids: Sequence[int]) -> int:
        """Forgets mentions whose authors took them back; how many there were. What was counted of them stays, and they do not come back
        when their source is read again."""
        ...

    def erase_author(self, workspace: int, author: str, wordings: Sequence[int]) -> int:
        """Forgets all that this author said, and their name in what was counted for the `wordings` of the brand; how many mentions
        there were. They do not come back when their source is read again."""
        ...

    def forget_before(self, workspace: int, moment: datetime, wordings: Sequence[int]) -> int:
        """Forgets mentions said before; what was counted of them stays, without names."""
        ...
