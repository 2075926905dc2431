"""Who and what drives an alert, read from its mentions when somebody looks: what was erased meanwhile is in none of it."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from diapason.alerts.models import Alert
from diapason.listening import vocabulary
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.queries.words import fold, words
from diapason.listening.store import store
from diapason.listening.store.base import Period, Search, What

SAMPLE = 300  # the latest mentions of the alert that are looked at
BEFORE = 28  # days with whose words its words are compared
COMMON = 1000  # words of these days that are known
WORDS, PEOPLE, SITES, EXAMPLES = 8, 5, 5, 3
LITTLE = 10  # mentions: of fewer, nothing is known of which words are usual
LEAST = 2  # mentions that share a word, for it to tell something


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks, or a place where it is spoken: `value` as mentions are filtered by it. `followers` None: not known."""

    name: str
    mentions: int
    followers: int | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """`looked` mentions were looked at, `all` tells whether there are no more; `understood` of them have a tone, `negative` a negative
    one."""

    looked: int
    all: bool
    examples: Sequence[Mention]
    authors: Sequence[Voice]
    people: int
    sites: Sequence[Voice]
    words: Sequence[tuple[str, int]]
    negative: int
    understood: int


def address(alert: Alert) -> str:
    """Of its mentions, to the minute: all of them, or the negative ones; empty where the alert is about no query."""
    if alert.query_id is None or alert.wording is None:
        return ""
    period, zone = period_of(alert), alert.workspace.tz
    since, until = period.since.astimezone(zone), period.until.astimezone(zone)
    given = {"query": alert.query_id, "from": since.date().isoformat(), "to": until.date().isoformat()}
    given |= {"since": since.isoformat(), "until": until.isoformat()}
    if alert.kind == Alert.Kind.NEGATIVITY:
        given["tone"] = "negative"
    return f"{reverse('mentions', args=[alert.workspace.slug])}?{urlencode(given)}"


def period_of(alert: Alert) -> Period:
    return Period(alert.began_at - timedelta(minutes=alert.minutes), alert.last_at)


NOTHING = Evidence(0, True, (), (), 0, (), (), 0, 0)


def gather(alert: Alert) -> Evidence:
    if alert.wording is None:
        return NOTHING
    tone = Sentiment.NEGATIVE if alert.kind == Alert.Kind.NEGATIVITY else None
    found = store().search(Search(alert.workspace_id, period=period_of(alert), wording=alert.wording, sentiment=tone), SAMPLE)
    mentions = [each for each in found.mentions if alert.family in (None, each.family)]
    said = risen(alert, alert.wording, mentions)
    return Evidence(
        looked=len(mentions),
        all=found.next is None,
        examples=examples(mentions, {word for word, _many in said}),
        authors=authors(mentions),
        people=len({mention.author for mention in mentions if mention.author}),
        sites=[Voice(site, many, value=site) for site, many in Counter(each.site for each in mentions if each.site).most_common(SITES)],
        words=said,
        negative=sum(mention.sentiment is Sentiment.NEGATIVE for mention in mentions),
        understood=sum(mention.sentiment is not None for mention in mentions),
    )


def authors(mentions: Sequence[Mention]) -> list[Voice]:
    """Of mentions, the latest first: those who speak most, then those who are heard by most, as they were when they spoke last."""
    said = Counter(mention.author for mention in mentions if mention.author)
    latest = {mention.author: mention for mention in reversed(mentions) if mention.author}
    chosen = sorted(said, key=lambda author: (-said[author], -(latest[author].followers or 0), author))[:PEOPLE]
    return [Voice(name_of(latest[author]), said[author], latest[author].followers, author) for author in chosen]


def name_of(mention: Mention) -> str:
    return mention.author_name or mention.author_handle or mention.author


def risen(alert: Alert, wording: int, mentions: Sequence[Mention]) -> list[tuple[str, int]]:
    """Words of the alert that were rarer before, the most telling first: by what they add to telling it from the days before."""
    said = Counter(word for mention in mentions for word in telling(mention))
    day = alert.began_at.astimezone(alert.workspace.tz).date()
    since, until = day - timedelta(days=BEFORE), day - timedelta(days=1)
    before = {each.value: each.mentions for each in store().top([wording], What.WORD, since, until, COMMON)}
    # A word of every mention is what the query asks for: its count is how many there were.
    total, some = max(max(before.values(), default=0) + 1, LITTLE), max(len(mentions), 1)

    def weight(word: str) -> float:
        share, usual = said[word] / some, (before.get(word, 0) + 0.5) / total
        return share * math.log(share / usual)

    known = named(alert)
    rarer = [
        word for word in said if said[word] >= LEAST and fold(word) not in known and said[word] / some > 1.5 * before.get(word, 0) / total
    ]
    found = [word for word in rarer if weight(word) > 0]
    return [(word, said[word]) for word in sorted(found, key=lambda word: (-weight(word), word))[:WORDS]]


def named(alert: Alert) -> set[str]:
    """The words of the query's name, folded: they head the page already."""
    return set(words(alert.query.name)) if alert.query else set()


def telling(mention: Mention) -> list[str]:
    document, (title, text) = mention.document, mention.document.raw_words
    return [word for word in vocabulary.telling([*document.title_words, *document.words], [*title, *text]) if word[0] != "#"]


def examples(mentions: Sequence[Mention], words: set[str]) -> list[Mention]:
    """The first that was said, the one that most people may have seen, and the one that says most of what is new; the latest first."""
    if not mentions:
        return []
    wanted = [
        mentions[-1],
        max(mentions, key=lambda mention: mention.followers or 0),
        *sorted(mentions, key=lambda mention: -len(words.intersection(telling(mention)))),
    ]
    different = {mention.text: mention for mention in reversed(wanted)}
    order = list(dict.fromkeys(mention.text for mention in wanted))[:EXAMPLES]
    return sorted((different[text] for text in order), key=lambda mention: mention.said_at, reverse=True)
