"""Mentions as a file: as people open it in a spreadsheet, or as programs read it (Parquet)."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from diapason.core.csv_cells import lines, safe
from diapason.core.parquet import Field
from diapason.listening import labels
from diapason.listening.mentions import Mention
from diapason.listening.store import store
from diapason.listening.store.base import Search
from diapason.workspaces.models import Workspace

MOST, AT_ONCE = 100_000, 500
FIELDS: tuple[Field, ...] = (  # programs read them: neither translated nor ever renamed
    ("said_at", "moment"),
    ("kind", "text"),
    ("title", "text"),
    ("text", "text"),
    ("url", "text"),
    ("site", "text"),
    ("author", "text"),
    ("handle", "text"),
    ("followers", "whole"),
    ("language", "text"),
    ("country", "text"),
    ("sentiment", "text"),
    ("confidence", "number"),
    ("intent", "text"),
    ("labels", "texts"),
)


def as_csv(workspace: Workspace, search: Search) -> Iterator[str]:
    """Line by line, the latest first; a hundred thousand at most, which is as much as people open."""
    return lines(chain([heads()], (cells(workspace, mention) for mention in every(search))))


def every(search: Search) -> Iterator[Mention]:
    after, given = None, 0
    while given < MOST:
        found = store().search(search, AT_ONCE, after)
        yield from found.mentions
        given += len(found.mentions)
        if found.next is None:
            return
        after = found.next


def heads() -> list[str]:
    said = [_("Said at"), _("Kind"), _("Title"), _("Text"), _("Address"), _("Site"), _("Author"), _("Account"), _("Followers")]
    return [*said, _("Language"), _("Country"), _("Sentiment"), _("Confidence"), _("Intent"), _("Tags")]


def cells(workspace: Workspace, mention: Mention) -> list[object]:
    """Times are those of the brand, without a zone, as spreadsheets want them. What is unknown is empty."""
    said_at = mention.said_at.astimezone(workspace.tz).replace(tzinfo=None, microsecond=0)
    texts = [mention.title, mention.text, mention.url, mention.site, mention.author_name, mention.author_handle]
    kind = str(labels.KINDS.get(mention.kind, mention.kind))
    intent = str(labels.INTENTS.get(mention.intent, mention.intent))
    understood = [labels.of_sentiment(mention.sentiment), mention.confidence, intent]
    return [
        said_at,
        kind,
        *map(safe, texts),
        mention.followers,
        mention.language,
        mention.country,
        *understood,
        safe(", ".join(mention.labels)),
    ]


def values(mention: Mention) -> list[Any]:
    """In the order of FIELDS: as it is kept, in UTC, with codes for words. What is unknown is missing."""
    sentiment = mention.sentiment.name.lower() if mention.sentiment is not None else None
    texts = [mention.title, mention.text, mention.url, mention.site, mention.author_name, mention.author_handle]
    known = [mention.language or None, mention.country or None, sentiment, mention.confidence, mention.intent or None]
    return [mention.said_at, mention.kind, *(each or None for each in texts), mention.followers, *known, list(mention.labels)]
