"""What was heard in a period, as screens show it. All of it is read from sums: no figure here reads a mention."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import log1p

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diapason.core import charts
from diapason.listening import asking
from diapason.listening.mentions import Sentiment
from diapason.listening.models import Query
from diapason.listening.queries.nodes import And, Near, Node, Or, Phrase, Raw, Title, Word
from diapason.listening.queries.words import fold
from diapason.listening.store import store
from diapason.listening.store.base import Daily, Search, Tally, What
from diapason.workspaces import cutting
from diapason.workspaces.periods import Period

COUNTED = gettext_lazy("Mentions that the query finds, by the day they were said.")
NEGATIVE, NEUTRAL, POSITIVE = Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE


@dataclass(slots=True)
class Heard:
    """Of one query in one period, and in the one that it is compared with (`before…`). `by_tone` counts mentions by sentiment, None
    those that were not understood."""

    query: Query
    mentions: int = 0
    before: int = 0
    before_by_tone: Counter[Sentiment | None] = field(default_factory=Counter)
    reach: int = 0
    by_tone: Counter[Sentiment | None] = field(default_factory=Counter)
    by_day: Counter[date] = field(default_factory=Counter)
    share: Decimal | None = None
    before_share: Decimal | None = None

    @property
    def change(self) -> Decimal | None:
        """Relative to the period before (0.1: a tenth more); None where there was nothing to compare with."""
        return Decimal(self.mentions) / self.before - 1 if self.before else None

    @property
    def share_change(self) -> Decimal | None:
        """In points of a hundred."""
        return None if self.share is None or self.before_share is None else 100 * (self.share - self.before_share)

    def tone_change(self, tone: Sentiment) -> Decimal | None:
        """In points of a hundred; None where the tone of none was known then, or now."""
        known = sum(count for each, count in self.before_by_tone.items() if each is not None)
        now = self.part(tone)
        return 100 * (now - Decimal(self.before_by_tone[tone]) / known) if known and now is not None else None

    @property
    def negative_change(self) -> Decimal | None:
        return self.tone_change(NEGATIVE)

    @property
    def positive_change(self) -> Decimal | None:
        return self.tone_change(POSITIVE)

    @property
    def understood(self) -> int:
        return sum(count for tone, count in self.by_tone.items() if tone is not None)

    def part(self, tone: Sentiment) -> Decimal | None:
        """Among the mentions that were understood."""
        return Decimal(self.by_tone[tone]) / self.understood if self.understood else None

    @property
    def negative(self) -> Decimal | None:
        return self.part(NEGATIVE)

    @property
    def positive(self) -> Decimal | None:
        return self.part(POSITIVE)


def heard(queries: Sequence[Query], period: Period, before: Period | None = None) -> list[Heard]:
    """In the order of `queries`, compared with the period `before`, which is the previous one where none is given."""
    rows = {query.shown_id: Heard(query) for query in queries if query.shown_id}
    before = before or period.previous
    for each in store().daily(list(rows), before.start, before.end):
        rows[each.wording].before += each.mentions
        rows[each.wording].before_by_tone[each.sentiment] += each.mentions
    for each in store().daily(list(rows), period.start, period.end):
        add(rows[each.wording], each)
    compared = [row for row in rows.values() if row.query.purpose in COMPARED]
    total, then = sum(row.mentions for row in compared), sum(row.before for row in compared)
    for row in compared:
        row.share = Decimal(row.mentions) / total if total else None
        row.before_share = Decimal(row.before) / then if then else None
    return list(rows.values())


COMPARED = (Query.Purpose.BRAND, Query.Purpose.COMPETITOR)  # of whom the share of voice is taken


def add(row: Heard, each: Daily) -> None:
    row.mentions += each.mentions
    row.reach += each.reach
    row.by_tone[each.sentiment] += each.mentions
    row.by_day[each.day] += each.mentions


Lead = Callable[[Period], str]  # the address of the mentions of a part of a period


def volume(rows: Sequence[Heard], period: Period, today: date, lead: Lead, marks: Sequence[charts.Mark] = ()) -> charts.Chart:
    """A line for each query."""
    return chart(period, [charts.Series(str(row.query), folded(row.by_day, period, today)) for row in rows], lead, marks)


def tones(
    query: Query, period: Period, today: date, lead: Lead, before: Period | None = None, marks: Sequence[charts.Mark] = ()
) -> charts.Chart:
    """All mentions of one query, and of them the negative and the positive ones; muted, all of the period `before`."""
    wordings = [query.shown_id] if query.shown_id else []
    counted: dict[str, Counter[date]] = defaultdict(Counter)
    for each in store().daily(wordings, period.start, period.end):
        counted["all"][each.day] += each.mentions
        if each.sentiment in {NEGATIVE, POSITIVE}:
            counted[each.sentiment.name][each.day] += each.mentions
    lines = ((_("All mentions"), "all"), (_("Negative"), "NEGATIVE"), (_("Positive"), "POSITIVE"))
    series = [charts.Series(name, folded(counted[key], period, today)) for name, key in lines]
    if before is not None:
        then: Counter[date] = Counter()
        for each in store().daily(wordings, before.start, before.end):
            then[each.day] += each.mentions
        if then:
            series.append(charts.Series(_("All, before"), laid_over(then, before, period), muted=True))
    return chart(period, series, lead, marks)


def laid_over(by_day: Mapping[date, int], before: Period, period: Period) -> list[int | None]:
    """Of the period before, part by part over the parts of this one: each of its days is counted where the day that is as far from the
    beginning is. Where it was shorter, the rest is missing."""
    shift, grain = period.start - before.start, cutting.grain(period.days)
    sums = Counter[date]()
    for day, many in by_day.items():
        sums[cutting.first_of(min(day + shift, period.end), grain)] += many
    last = before.end + shift
    return [sums[cutting.first_of(part.start, grain)] if part.start <= last else None for part in cutting.buckets(period)]


def chart(period: Period, series: Sequence[charts.Series], lead: Lead, marks: Sequence[charts.Mark] = ()) -> charts.Chart:
    parts = cutting.buckets(period)
    return charts.Chart(
        title=_("Mentions"),
        heads=cutting.heads(parts, period.days),
        series=series,
        first=cutting.first_head(period.days),
        definition=COUNTED,
        links=[lead(part) for part in parts],
        marks=marks,
    )


def folded(by_day: Mapping[date, int], period: Period, today: date) -> list[int | None]:
    """The sum of each part; a part that has not begun is missing."""
    sums, grain = Counter[date](), cutting.grain(period.days)
    for day, many in by_day.items():
        sums[cutting.first_of(day, grain)] += many
    return [sums[cutting.first_of(part.start, grain)] if part.start <= today else None for part in cutting.buckets(period)]


def top(query: Query, what: What, period: Period, limit: int) -> list[Tally]:
    return store().top([query.shown_id] if query.shown_id else [], what, period.start, period.end, limit)


def words(query: Query, period: Period, limit: int) -> list[Tally]:
    """The words said beside those that the query asks for; of a word written in several ways, the usual one is shown."""
    asked = asked_for(query)
    found: dict[str, Tally] = {}
    for each in top(query, What.WORD, period, limit * 2):
        key = fold(each.value)
        found[key] = together(found[key], each) if key in found else each
    kept = [each for key, each in found.items() if key not in asked]
    return sorted(kept, key=lambda each: (-each.mentions, each.value))[:limit]


def together(one: Tally, other: Tally) -> Tally:
    """Under the name of the first, which is the more frequent."""
    sums = (getattr(one, name) + getattr(other, name) for name in ("mentions", "reach", "negative", "positive"))
    return Tally(one.value, *sums)


def asked_for(query: Query) -> set[str]:
    return set(spoken(asking.read(query.shown.text))) if query.shown else set()


def spoken(node: Node) -> Iterable[str]:
    """The words that the query itself names."""
    if isinstance(node, Word):
        yield node.text.lstrip("#@")
    elif isinstance(node, Phrase):
        yield from node.words
    elif isinstance(node, Raw):
        yield from map(fold, node.words)
    elif isinstance(node, (And, Or)):
        for part in node.parts:
            yield from spoken(part)
    elif isinstance(node, Near):
        yield from (*spoken(node.left), *spoken(node.right))
    elif isinstance(node, Title):
        yield from spoken(node.part)


def named(found: Iterable[Tally]) -> list[tuple[str, Tally]]:
    return [(each.value, each) for each in found]


@dataclass(frozen=True, slots=True)
class Speaker:
    """An author: `followers` None where no source told; `relevance` from 0 to 100 (`authors`). `where`: their @account or site, for those
    whose name another bears too."""

    name: str
    tally: Tally
    followers: int | None
    relevance: int
    where: str = ""


AMONG = 100  # authors that are weighed: those who speak most


def authors(query: Query, period: Period, limit: int) -> list[Speaker]:
    """Those who weigh most, by how often they speak of it and by how many follow them, each half, on a scale of powers of ten against the
    most of the period: who is followed by ten times more weighs one step more, not ten times."""
    found = top(query, What.AUTHOR, period, AMONG)
    audience = {each.value: round(each.reach / each.mentions) for each in found if each.reach}
    often, far = log1p(max((each.mentions for each in found), default=0)), log1p(max(audience.values(), default=0))

    def weight(each: Tally) -> int:
        return round(50 * log1p(each.mentions) / often + (50 * log1p(audience.get(each.value, 0)) / far if far else 0))

    chosen = sorted(found, key=lambda each: (-weight(each), -each.mentions, each.value))[:limit]
    known = store().names(query.workspace_id, [each.value for each in chosen])
    names = [known.get(each.value, each.value) for each in chosen]
    return [
        Speaker(name, each, audience.get(each.value), weight(each), where(query, each.value) if names.count(name) > 1 else "")
        for name, each in zip(names, chosen, strict=True)
    ]


def where(query: Query, author: str) -> str:
    """Where somebody speaks, to tell them from those of the same name: their @account, else the site."""
    found = store().search(Search(query.workspace_id, facts=((What.AUTHOR, author),), ignored=None), 1).mentions
    return next((mention.at or mention.site for mention in found), "")


@dataclass(frozen=True, slots=True)
class Rising:
    """A word said `mentions` times; `usual` is what would have been said of it at the pace of the period before."""

    word: str
    mentions: int
    usual: float

    @property
    def times(self) -> float | None:
        """How many times more than usual; None for a word that is new."""
        return self.mentions / self.usual if self.usual else None


LEAST = 3  # mentions of a word that rises: with fewer, chance speaks
MANY = 400  # words of either period that are compared


def rising(query: Query, period: Period, limit: int) -> list[Rising]:
    """Words that are said more than in the period before, those that carry most mentions above the usual first."""
    before = {fold(each.value): each.mentions for each in words(query, period.previous, MANY)}
    pace = period.days / period.previous.days
    found = [Rising(each.value, each.mentions, before.get(fold(each.value), 0) * pace) for each in words(query, period, MANY)]
    risen = [each for each in found if each.mentions >= LEAST and each.mentions > 1.5 * each.usual]
    return sorted(risen, key=lambda each: (each.usual - each.mentions, each.word))[:limit]
