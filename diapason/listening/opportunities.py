"""What a brand could say now (L7): moments to come, words that rise in what it listens for, questions that wait. Each leads to a post begun
with its source."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from diapason.editorial.planner import bands
from diapason.editorial.planner.bands import Band
from diapason.listening import curating, figures, filtering
from diapason.listening.figures import Rising
from diapason.listening.mentions import Mention
from diapason.listening.models import Query
from diapason.listening.store import store
from diapason.listening.store.base import What
from diapason.workspaces.members import Member
from diapason.workspaces.periods import Period, last_days

AHEAD = timedelta(days=30)
MOMENTS, WORDS, QUESTIONS, DAYS = 6, 5, 5, 7
LOOKED = 20  # mentions with a word among which its example is chosen


@dataclass(frozen=True, slots=True)
class Coming:
    """`post` is the address of a post begun for it, before it or on its day; empty for who writes none."""

    band: Band
    days: int
    post: str

    @property
    def advice(self) -> str:
        return self.band.advice.get(self.phase, "")

    @property
    def phase(self) -> str:
        return "before" if self.days > DAYS and "before" in self.band.advice else "during"


@dataclass(frozen=True, slots=True)
class Chance:
    """A word that rises, said by somebody: `post` begins a post about it, with its source."""

    word: Rising
    example: Mention | None
    post: str


def moments(member: Member) -> list[Coming]:
    today, writes = member.workspace.today, member.can("post.write")
    found = [band for band in bands.between(member, today, today + AHEAD) if band.start >= today][:MOMENTS]
    return [with_post(member, Coming(band, (band.start - today).days, ""), writes=writes) for band in found]


def with_post(member: Member, coming: Coming, *, writes: bool) -> Coming:
    given = {"key": coming.band.key, "day": coming.band.start.isoformat(), "phase": coming.phase}
    url = f"{reverse('moment_post', args=[member.workspace.slug])}?{urlencode(given)}" if writes else ""
    return Coming(coming.band, coming.days, url)


def now(today: date) -> Period:
    """Against the days before it, as many."""
    return last_days(today, DAYS)


def rising(member: Member, query: Query) -> list[Chance]:
    period = now(member.workspace.today)
    found = figures.rising(query, period, WORDS)
    return [chance(member, query, period, word) for word in found]


def chance(member: Member, query: Query, period: Period, word: Rising) -> Chance:
    search = filtering.search(member.workspace, filtering.Filters(facts=((What.WORD, word.word),)), period, query.shown_id)
    said = max(store().search(search, LOOKED).mentions, key=lambda mention: mention.followers or 0, default=None)
    return Chance(word, said, begun(member, query, word, said) if member.can("post.write") else "")


def begun(member: Member, query: Query, word: Rising, said: Mention | None) -> str:
    """The address of a new post about the word: the brief says why, and who said it."""
    why = _("“%(word)s” is said more than usual about %(query)s: %(count)s times in %(days)s days.") % {
        "word": word.word,
        "query": query,
        "count": word.mentions,
        "days": DAYS,
    }
    given = {"title": word.word.capitalize(), "brief": why, "content_type": "news"}
    if said is not None:
        given |= {"brief": f"{why}\n{curating.quotation(said)}", "link": said.url}
    return f"{reverse('new_post', args=[member.workspace.slug])}?{urlencode({name: value for name, value in given.items() if value})}"


def questions(member: Member, queries: list[Query]) -> list[Mention]:
    """Of the last days, about the brand and its sector, the latest first; copies of one are one."""
    period, found = now(member.workspace.today), dict[int, Mention]()
    for query in queries:
        search = filtering.search(member.workspace, filtering.Filters(facts=((What.INTENT, "question"),)), period, query.shown_id)
        for mention in store().search(search, QUESTIONS).mentions:
            found.setdefault(mention.family or mention.id, mention)
    return sorted(found.values(), key=lambda mention: mention.said_at, reverse=True)[:QUESTIONS]
