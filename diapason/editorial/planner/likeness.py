"""Posts to come that say nearly what another one said in the last eighteen months (E3)."""

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import QuerySet

from diapason.core import clock
from diapason.editorial.access import posts
from diapason.editorial.models import Post
from diapason.editorial.planner.spans import Span
from diapason.workspaces.members import Member

MEMORY = timedelta(days=548)
MOST_COMING, MOST_PAST = 40, 1_500  # posts looked at: those to come in the visible days, and the latest before them
SHORTEST = 40  # signs of a text: shorter ones are alike by chance
ALIKE = 0.7
SIGNS = 1_000  # of each text that are compared
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """`share`: the trigrams that two texts share, among all that they have, from 0 to 1."""

    day: date
    post: int
    other: int
    title: str
    at: datetime
    share: float


def read(member: Member, span: Span) -> list[Likeness]:
    """The nearest earlier post of each one to come in the span, where it is near. Two queries; sketches are kept in memory."""
    zone = member.workspace.tz
    start, end = span.moments(zone)
    written = posts(member).exclude(text="").exclude(status=Post.Status.CANCELLED)
    coming = listed(written.filter(publish_at__gte=max(start, clock.now()), publish_at__lt=end).order_by("publish_at"), MOST_COMING)
    if not coming:
        return []
    past = listed(written.filter(publish_at__lt=end, publish_at__gte=start - MEMORY).order_by("-publish_at"), MOST_PAST)
    found = [nearest(each, past) for each in coming]
    return [
        Likeness(each[2].astimezone(zone).date(), each[0], other[0], other[1], other[2].astimezone(zone), share)
        for each, match in zip(coming, found, strict=True)
        if match
        for other, share in [match]
    ]


Text = tuple[int, str, datetime, str]


def listed(found: QuerySet[Post], most: int) -> list[Text]:
    rows = found.values_list("id", "title", "publish_at", "text")[:most]
    return [(pk, title, at, text[:SIGNS]) for pk, title, at, text in rows if at and len(text) >= SHORTEST]


def nearest(each: Text, past: Iterable[Text]) -> tuple[Text, float] | None:
    """Only texts whose sketches meet are compared in full."""
    own = sketch(each[3])
    shares = [(other, share(each[3], other[3])) for other in past if other[2] < each[2] and 2 * len(own & sketch(other[3])) >= len(own)]
    best = max(shares, key=lambda pair: pair[1], default=None)
    return best if best and best[1] >= ALIKE else None


@lru_cache(maxsize=20_000)
def sketch(text: str) -> frozenset[int]:
    """The sixteen smallest hashes of its words: those of two texts are about as alike as the texts."""
    return frozenset(sorted({zlib.crc32(word.encode()) for word in WORD.findall(text.casefold())})[:16])


def share(one: str, other: str) -> float:
    left, right = trigrams(one), trigrams(other)
    return len(left & right) / (len(left | right) or 1)


def trigrams(text: str) -> set[str]:
    plain = f"  {' '.join(WORD.findall(text.casefold()))} "
    return {plain[place : place + 3] for place in range(len(plain) - 2)}
