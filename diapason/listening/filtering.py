"""Which mentions a screen asks for, in its address."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from diapason.core import keyset
from diapason.listening.mentions import Sentiment
from diapason.listening.models import Query
from diapason.listening.queries import fields
from diapason.listening.queries.errors import QueryError
from diapason.listening.queries.nodes import Node
from diapason.listening.queries.parser import parse
from diapason.listening.store import base
from diapason.listening.store.base import Place, Search, What
from diapason.workspaces.models import Workspace
from diapason.workspaces.periods import Period

# Facts by the name that they bear in an address.
FACTS = {
    "author": What.AUTHOR,
    "site": What.SITE,
    "source": What.SOURCE,
    "lang": What.LANGUAGE,
    "country": What.COUNTRY,
    "type": What.KIND,
    "intent": What.INTENT,
    "aspect": What.ASPECT,
    "name": What.NAME,
    "tag": What.TAG,
    "word": What.WORD,
    "label": What.LABEL,
}
LONGEST = 300
FIRST_YEAR, LAST_YEAR = 1990, 2200
ALWAYS = timedelta(days=3600)  # as far back as an address may ask


@dataclass(slots=True)
class Filters:
    """`q` is in the language of queries; `error` says what is wrong with it, and then it finds nothing. `ignored`: only what was ignored,
    which is not shown otherwise. `since`, `until`: a part of the period, to the minute, as an alert is about one."""

    q: str = ""
    tone: Sentiment | None = None
    facts: tuple[tuple[What, str], ...] = ()
    node: Node | None = None
    error: QueryError | None = None
    ignored: bool = False
    since: datetime | None = None
    until: datetime | None = None


def filters(given: Mapping[str, str]) -> Filters:
    q = given.get("q", "").replace("\0", "").strip()[:LONGEST]
    tone = given.get("tone", "")
    found = Filters(q=q, tone=Sentiment[tone.upper()] if tone in fields.SENTIMENTS else None)
    found.facts = tuple((what, value[:LONGEST].replace("\0", "")) for name, what in FACTS.items() if (value := given.get(name, "").strip()))
    found.ignored = bool(given.get("ignored"))
    found.since, found.until = moment(given.get("since", "")), moment(given.get("until", ""))
    try:
        found.node = parse(q) if q else None
    except QueryError as error:
        found.error = error
    return found


def moment(text: str) -> datetime | None:
    """Of an address; nothing where it is none with its zone, or of no time in which anybody could have spoken."""
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))  # a plus sign that nobody escaped
    except ValueError:
        return None
    return found if found.tzinfo and FIRST_YEAR <= found.year <= LAST_YEAR else None


PART = {"name": "named"} | {name: name for name in ("author", "site", "lang", "country", "type", "intent", "word")}


def part(given: Mapping[str, str], query: Query | None) -> str:
    """The address of a query about what these filters leave (`narrowing.filled`): empty where they are nothing that a query asks for."""
    found = {PART[name]: value[:LONGEST] for name in PART if (value := given.get(name, "").strip())}
    return urlencode({"of": query.pk, **found} if query else found) if found else ""


def search(workspace: Workspace, chosen: Filters, period: Period, wording: int | None = None) -> Search:
    since, until = period.bounds(workspace)
    part = base.Period(max(since, chosen.since or since), min(until, chosen.until or until))
    return Search(workspace.pk, part, wording, chosen.tone, chosen.facts, chosen.node, chosen.ignored)


def leading(workspace: Workspace, query: Query | None = None) -> Callable[[Period], str]:
    """The address of the mentions of a period, of one query or of all that was heard."""
    screen = reverse("mentions", args=[workspace.slug])
    of = {"query": str(query.pk)} if query else {}
    return lambda part: f"{screen}?{urlencode({**of, 'from': part.start.isoformat(), 'to': part.end.isoformat()})}"


def all_of(workspace: Workspace, **facts: str) -> str:
    """The address of all that an author said, that a source brought…: `FACTS` of the last years."""
    today = workspace.today
    given = {**facts, "from": today - ALWAYS, "to": today}
    return f"{reverse('mentions', args=[workspace.slug])}?{urlencode(given)}"


def written(place: Place) -> str:
    return keyset.encode([place.at, place.id])


def place(cursor: str) -> Place | None:
    """Raises keyset.BadCursor for what was not written here."""
    if not cursor:
        return None
    at, key = keyset.decode(cursor, 2)
    try:
        return Place(datetime.fromisoformat(at), key)
    except (ValueError, TypeError) as error:
        raise keyset.BadCursor from error
