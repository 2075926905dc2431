"""Stories: what is said again and again in nearly the same words, each told by the first who said it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from diapason.listening import filtering, people
from diapason.listening.curating import shortened
from diapason.listening.mentions import Mention
from diapason.listening.models import Query
from diapason.listening.store import store
from diapason.listening.titles import title
from diapason.workspaces.models import Workspace
from diapason.workspaces.periods import Period

READ = 400  # of the latest mentions that are looked at
BRIEF = 220  # letters of a quotation


@dataclass(frozen=True, slots=True)
class Story:
    """`reach` is the sum of the followers that are known; `sites` how many different ones said it."""

    first: Mention
    last_at: datetime
    copies: int
    reach: int
    sites: int

    @property
    def words(self) -> str:
        return shortened(title(self.first) or self.first.text, BRIEF)

    @property
    def who(self) -> str:
        return people.name_of(self.first)


@dataclass(frozen=True, slots=True)
class Told:
    """`looked`: among how many of the latest mentions; `all`: there are no more."""

    stories: Sequence[Story]
    looked: int
    all: bool


def of_query(workspace: Workspace, query: Query, period: Period, limit: int) -> Told:
    """Those that were told more than once."""
    search = filtering.search(workspace, filtering.Filters(), period, query.shown_id)
    found = store().search(search, READ)
    return Told([each for each in of(found.mentions) if each.copies > 1][:limit], len(found.mentions), found.next is None)


def of(mentions: Iterable[Mention]) -> list[Story]:
    """Told most often first, then before most people."""
    families: dict[int, dict[int, Mention]] = defaultdict(dict)
    for mention in mentions:
        families[mention.family or mention.id][mention.id] = mention
    found = [story(list(copies.values())) for copies in families.values()]
    return sorted(found, key=lambda each: (-each.copies, -each.reach, each.first.said_at))


def story(copies: Sequence[Mention]) -> Story:
    first = min(copies, key=lambda mention: mention.said_at)
    last_at = max(mention.said_at for mention in copies)
    reach, sites = sum(mention.followers or 0 for mention in copies), {mention.site for mention in copies if mention.site}
    return Story(first, last_at, len(copies), reach, len(sites))
