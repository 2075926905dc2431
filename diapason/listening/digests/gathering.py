"""What a digest says, for one brand, one period and the language that is active."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from diapason.editorial.planner import bands
from diapason.editorial.planner.bands import Band
from diapason.listening import access, annotating, figures, filtering, stories
from diapason.listening.annotating import Happening
from diapason.listening.curating import shortened
from diapason.listening.figures import Rising, Speaker
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.models import Query
from diapason.listening.store import store
from diapason.listening.store.base import What
from diapason.listening.stories import BRIEF, Story
from diapason.workspaces.members import Member, system
from diapason.workspaces.models import Workspace
from diapason.workspaces.periods import Period

QUERIES = 6  # of which a digest tells
STORIES, WORDS, AUTHORS, QUESTIONS, MOMENTS = 3, 4, 3, 3, 4
WEEKS = 4  # before, that say what is usual
AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Line:
    """One query: `usual` is the mean of the same days of the weeks before, None where nothing was said then."""

    query: Query
    mentions: int
    usual: float | None
    negative: Decimal | None
    usually_negative: Decimal | None

    @property
    def times(self) -> float | None:
        return self.mentions / self.usual if self.usual else None


@dataclass(frozen=True, slots=True)
class Risen:
    word: Rising
    query: Query
    example: Mention | None

    @property
    def words(self) -> str:
        return shortened(self.example.text or self.example.title, BRIEF) if self.example else ""


@dataclass(frozen=True, slots=True)
class Digest:
    workspace: Workspace
    period: Period
    lines: Sequence[Line]
    stories: Sequence[Story] = ()
    risen: Sequence[Risen] = ()
    authors: Sequence[Speaker] = ()
    questions: Sequence[Mention] = ()
    alerts: Sequence[Happening] = ()
    moments: Sequence[Band] = ()

    @property
    def mentions(self) -> int:
        return sum(line.mentions for line in self.lines)

    @property
    def empty(self) -> bool:
        """Whether nothing was said that anybody listens for: moments alone are no news."""
        return not self.mentions and not self.alerts

    @property
    def told(self) -> Sequence[Line]:
        return [line for line in self.lines if line.mentions or line.usual]


def gather(workspace: Workspace, period: Period) -> Digest:
    member = system(workspace)
    queries = told_of(list(access.queries(member)))
    lines = compared(queries, period)
    alerts = [each for _code, each in annotating.happenings(member, period, [code for code in ("alert",) if code in annotating.kinds()])]
    digest = Digest(workspace, period, lines, alerts=alerts)
    if digest.empty:
        return digest
    spoken = [line.query for line in lines if line.mentions]
    ours = [query for query in spoken if query.purpose in OURS] or spoken
    return Digest(
        workspace,
        period,
        lines,
        told_most(workspace, spoken, period),
        risen(workspace, ours, period),
        [each for query in ours[:1] for each in figures.authors(query, period, AUTHORS)],
        questions(workspace, ours, period),
        alerts,
        coming(member),
    )


OURS = (Query.Purpose.BRAND, Query.Purpose.SECTOR, Query.Purpose.TOPIC)
ORDER = [Query.Purpose.BRAND, Query.Purpose.SECTOR, Query.Purpose.TOPIC, Query.Purpose.COMPETITOR]


def told_of(queries: Sequence[Query]) -> list[Query]:
    """The brand first, then its sector; as many as one reads in a minute."""
    return sorted((each for each in queries if each.shown_id), key=lambda each: (ORDER.index(Query.Purpose(each.purpose)), each.pk))[
        :QUERIES
    ]


def compared(queries: Sequence[Query], period: Period) -> list[Line]:
    """Against the same days of the weeks before: a Sunday against Sundays."""
    since = period.start - timedelta(weeks=WEEKS if period.days <= 7 else WEEKS + 1)
    counted: dict[int, Counter[tuple[date, Sentiment | None]]] = defaultdict(Counter)
    for each in store().daily([query.shown_id or 0 for query in queries], since, period.end):
        counted[each.wording][each.day, each.sentiment] += each.mentions
    return [line(query, counted[query.shown_id or 0], period) for query in queries]


def line(query: Query, counted: Counter[tuple[date, Sentiment | None]], period: Period) -> Line:
    now, then = Counter[Sentiment | None](), Counter[Sentiment | None]()
    usual = {period.start + timedelta(days=at) - timedelta(weeks=week) for at in range(period.days) for week in range(1, WEEKS + 1)}
    for (day, tone), many in counted.items():
        if period.start <= day <= period.end:
            now[tone] += many
        elif day in usual:
            then[tone] += many
    return Line(query, now.total(), then.total() / WEEKS if then.total() else None, negative(now), negative(then))


def negative(by_tone: Counter[Sentiment | None]) -> Decimal | None:
    """Among those whose tone is known; of fewer than five, a part says nothing."""
    known = by_tone.total() - by_tone[None]
    return Decimal(by_tone[Sentiment.NEGATIVE]) / known if known >= 5 else None


def heard(workspace: Workspace, query: Query, period: Period, size: int, **asked: str) -> list[Mention]:
    search = filtering.search(workspace, filtering.filters(asked), period, query.shown_id)
    return store().search(search, size).mentions


def told_most(workspace: Workspace, queries: Sequence[Query], period: Period) -> list[Story]:
    """What several said, or one whom people follow, or the press: a remark of one nobody is no story."""
    mentions = {mention.id: mention for query in queries for mention in heard(workspace, query, period, stories.READ)}
    worth = [each for each in stories.of(mentions.values()) if each.copies > 1 or each.reach or each.first.title]
    return worth[:STORIES]


def risen(workspace: Workspace, queries: Sequence[Query], period: Period) -> list[Risen]:
    """The words that rise most over all these queries, each once, with somebody who says it."""
    found: dict[str, tuple[Rising, Query]] = {}
    for query in queries:
        for word in figures.rising(query, period, WORDS):
            known = found.get(word.word)
            if known is None or word.mentions - word.usual > known[0].mentions - known[0].usual:
                found[word.word] = (word, query)
    chosen = sorted(found.values(), key=lambda pair: pair[0].usual - pair[0].mentions)[:WORDS]
    return [Risen(word, query, example(workspace, query, period, word.word)) for word, query in chosen]


def example(workspace: Workspace, query: Query, period: Period, word: str) -> Mention | None:
    """The one with most followers among the latest that hold the word."""
    search = filtering.search(workspace, filtering.Filters(facts=((What.WORD, word),)), period, query.shown_id)
    return max(store().search(search, 10).mentions, key=lambda mention: mention.followers or 0, default=None)


def questions(workspace: Workspace, queries: Sequence[Query], period: Period) -> list[Mention]:
    found: dict[int, Mention] = {}
    for query in queries:
        for mention in heard(workspace, query, period, QUESTIONS, intent="question"):
            found.setdefault(mention.family or mention.id, mention)
    return sorted(found.values(), key=lambda mention: (-(mention.followers or 0), -mention.said_at.timestamp()))[:QUESTIONS]


def coming(member: Member) -> list[Band]:
    today = member.workspace.today
    return [band for band in bands.between(member, today, today + AHEAD) if band.start >= today][:MOMENTS]
