"""Mentions in words."""

from decimal import Decimal
from urllib.parse import urlencode

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diapason.core import charts
from diapason.listening import deciding, labels, narrowing, rereading, titles
from diapason.listening.digests import wording
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.sources.web import reasons
from diapason.listening.topics import Topic

register = template.Library()
SURE = 0.6  # of confidence: below, the screen says that it may be otherwise
TAGS = {Sentiment.NEGATIVE: "bad", Sentiment.NEUTRAL: "", Sentiment.POSITIVE: "ok"}

register.filter("language_name", labels.of_language)
register.filter("long_day", charts.long_day)
register.filter("title_of", titles.title)
for worded in (wording.headline, wording.told, wording.spread, wording.risen, wording.quoted, wording.weighs):
    register.filter(worded.__name__, worded)


@register.filter
def tone_name(sentiment: Sentiment | str | None) -> str:
    return str(labels.TONES.get(sentiment, sentiment)) if isinstance(sentiment, str) else labels.of_sentiment(sentiment)


@register.filter
def tone_tag(sentiment: Sentiment | None) -> str:
    return TAGS.get(sentiment, "") if sentiment is not None else ""


@register.filter
def intent_name(intent: str) -> str:
    return str(labels.INTENTS.get(intent, intent))


@register.filter
def kind_name(kind: str) -> str:
    return str(labels.KINDS.get(kind, kind))


@register.filter
def points(change: Decimal) -> str:
    """« +4 pts »: between two shares."""
    sign = "+" if change >= 0 else "−"
    return ngettext("%(sign)s%(number)s pt", "%(sign)s%(number)s pts", round(abs(change))) % {"sign": sign, "number": round(abs(change))}


@register.filter
def said_of_topic(topic: Topic) -> str:
    """As a query says it: any of its words."""
    return narrowing.either(topic.words)


@register.filter
def part_of_topic(topic: Topic) -> str:
    """As the address of a new query says it (`narrowing.filled`)."""
    return urlencode({"word": topic.words}, doseq=True)


@register.filter
def unsure(mention: Mention) -> bool:
    """Whether its tone is little more than a guess."""
    return mention.confidence is not None and mention.confidence < SURE


@register.filter
def aspects_of(mention: Mention) -> list[tuple[str, Sentiment]]:
    """What is spoken of, by its name, and what is said of it."""
    return [(labels.of_aspect(name), tone) for name, tone in mention.aspects.items()]


@register.filter
def how_read(mention: Mention) -> str:
    """Who says its tone, where it is not the first reading."""
    kind = deciding.decided_by(mention, "sentiment").partition(":")[0]
    if kind:
        return _("said by a person") if kind == deciding.PERSON else _("set by a rule")
    return _("read with care") if rereading.FIRST in mention.data else ""


@register.filter
def why_not_whole(mention: Mention) -> str:
    """Why only what the feed gave of it was heard; empty where there is nothing to say."""
    return reasons.sentence(str(mention.data.get("page", "")))
