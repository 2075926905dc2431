"""News articles whose whole text holds some words, without an account: https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/

Only their title, address, date, language and country are given. A refusal often comes as words with a status of 200, and a query that it
does not take as a sentence.
"""

import json
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from babel import Locale

from diapason.core import clock
from diapason.networks.base import answers, public
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Author, Batch, Incoming, Kind
from diapason.networks.base.errors import Permanent, RateLimited
from diapason.networks.base.public import Descent

EVERY = 900  # it reads the world every quarter of an hour
PAUSE = 6.0  # seconds between two questions, of all brands together: it asks for five
ARTICLES = True
MOST = 250  # articles of one answer
LATE = int(timedelta(hours=2).total_seconds())  # what was seen may be found some time after
REST = timedelta(minutes=5)  # after a refusal
STRAY = re.compile(r'\\(?!["\\/bfnrtu])')
DATE = "%Y%m%d%H%M%S"


async def find(connection: Connection, words: str, cursor: str) -> Batch:
    """Articles are known by the second in which they were seen."""
    at = Descent.read(cursor)
    asked = {"query": asked_for(words), "mode": "ArtList", "format": "json", "maxrecords": MOST, "sort": "DateDesc"}
    since = datetime.fromtimestamp(at.done - LATE, UTC) if at.done else clock.now() - timedelta(days=7)
    until = datetime.fromtimestamp(at.before, UTC) if at.before else clock.now()
    asked |= {"startdatetime": since.strftime(DATE), "enddatetime": until.strftime(DATE)}
    response = await public.ask(connection, "/doc", **asked)
    articles = read(response.content)
    with answers.understood(mutation=False):
        seen = [int(seen_at(article).timestamp()) for article in articles]
        after, more = at.after(seen, end=len(articles) < MOST)
        messages = [incoming(article) for article in reversed(articles)]
    return Batch(tuple(messages), after.write(), more)


def asked_for(words: str) -> str:
    """Several words are a phrase, as everywhere a name is searched, unless they are written in its own language."""
    words = words.removeprefix("#")
    return words if re.search(r'[":()]', words) or " " not in words else f'"{words}"'


def read(body: bytes) -> list[dict[str, Any]]:
    """Raises RateLimited or Permanent for an answer in words. Some titles break the rules of JSON."""
    text = body.decode("utf-8", "replace").strip()
    if not text.startswith("{"):
        if re.search(r"limit requests|too many|timed? ?out", text[:500], re.IGNORECASE):
            raise RateLimited("It asks for fewer requests.", until=clock.now() + REST)
        if not text:
            return []
        raise Permanent(re.sub(r"\s+", " ", text)[:300], code="query_refused")
    with answers.understood(mutation=False):
        found = json.loads(STRAY.sub(r"\\\\", text), strict=False).get("articles", [])
        return [article for article in found if str(article["url"]).startswith(("http://", "https://"))]


def seen_at(article: dict[str, Any]) -> datetime:
    return min(datetime.strptime(str(article["seendate"]), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC), clock.now())


def incoming(article: dict[str, Any]) -> Incoming:
    url, title = str(article["url"]), re.sub(r"\s+([,.;:!?])", r"\1", re.sub(r"\s+", " ", str(article["title"]))).strip()
    site = str(article.get("domain") or urlsplit(url).hostname or "").lower()
    return Incoming(
        remote_id=url,
        kind=Kind.MENTION,
        author=Author(site, site, site, f"https://{site}/"),
        text=title,
        sent_at=seen_at(article),
        url=url,
        thread_id=url,
        language=codes("languages").get(str(article.get("language", "")).lower(), ""),
        media=tuple(filter(None, [str(article.get("socialimage") or "")])),
        data={"title": title, "country": codes("territories").get(str(article.get("sourcecountry", "")).lower(), "")},
    )


@cache
def codes(what: str) -> dict[str, str]:
    """Two letters by English name."""
    return {str(name).lower(): code for code, name in getattr(Locale("en"), what).items() if len(code) == 2}
