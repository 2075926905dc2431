"""What is spoken of now: the words that rise, put together where the same mentions say them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from diapason.listening import figures
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.models import Query
from diapason.listening.queries.words import fold
from diapason.listening.store import base, store
from diapason.listening.store.base import Search
from diapason.workspaces.models import Workspace
from diapason.workspaces.periods import Period

RISEN, READ = 60, 400  # words that are put together; latest mentions in which it is looked for which go together
TOGETHER = 0.5  # the part of the mentions of the rarer word that also say the other
MOST_WORDS, MOST = 5, 6
LEAST = 3  # mentions of a topic


@dataclass(slots=True)
class Topic:
    """`words`, the most said first. `mentions` are those among the latest that say at least one of them; `families` how many different
    texts they are: one text that many pass on is no conversation."""

    words: list[str] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    @property
    def families(self) -> int:
        return len({mention.family or mention.id for mention in self.mentions})

    @property
    def negative(self) -> int:
        return sum(mention.sentiment is Sentiment.NEGATIVE for mention in self.mentions)

    @property
    def example(self) -> Mention:
        """That which says most of it."""
        asked = set(map(fold, self.words))
        return max(self.mentions, key=lambda mention: (len(asked & mention.document.terms), mention.said_at, mention.id))


def topics(workspace: Workspace, query: Query, period: Period) -> list[Topic]:
    words = [each.word for each in figures.rising(query, period, RISEN)]
    if not words:
        return []
    since, until = period.bounds(workspace)
    return together(words, store().search(Search(workspace.pk, base.Period(since, until), query.shown_id), READ).mentions)


def together(words: Sequence[str], mentions: Sequence[Mention]) -> list[Topic]:
    """`words` in the order of their weight: each joins the first topic with whose leading word it is said, or begins one."""
    said = {word: {mention.id for mention in mentions if fold(word) in mention.document.terms} for word in words}
    found: list[Topic] = []
    for word in words:
        if len(said[word]) < LEAST:
            continue
        home = next((topic for topic in found if share(said[topic.words[0]], said[word]) >= TOGETHER), None)
        if home is None:
            found.append(Topic([word]))
        elif len(home.words) < MOST_WORDS:
            home.words.append(word)
    for topic in found:
        ids = set().union(*(said[word] for word in topic.words))
        topic.mentions = [mention for mention in mentions if mention.id in ids]
    return sorted(found, key=lambda topic: -len(topic.mentions))[:MOST]


def share(one: set[int], other: set[int]) -> float:
    return len(one & other) / max(min(len(one), len(other)), 1)
