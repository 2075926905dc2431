"""A digest in words: whole sentences, so that each language agrees as it must."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diapason.core import charts, numbers
from diapason.listening import people
from diapason.listening.curating import shortened
from diapason.listening.digests.gathering import Digest, Line, Risen
from diapason.listening.figures import Speaker
from diapason.listening.mentions import Mention
from diapason.listening.stories import BRIEF, Story

CLEARLY = 1.3  # times the usual, or its inverse: less is as usual
POINTS = Decimal("0.1")  # between two parts of negative mentions, to be told


def headline(digest: Digest) -> str:
    """The subject of the message: what one must know if one opens nothing."""
    if digest.empty:
        return _("nothing was said, %(period)s") % {"period": digest.period}
    if digest.alerts:
        return _("%(alert)s, %(period)s") % {"alert": digest.alerts[0].label, "period": digest.period}
    return said(digest.lines[0] if digest.lines[0].mentions else max(digest.lines, key=lambda line: line.mentions))


def told(line: Line) -> str:
    """« Maison Lumen: 23 mentions, twice as many as usual; 61% negative, where 20% are usual. »"""
    return f"{said(line)}{tone(line)}."


def said(line: Line) -> str:
    count = ngettext("%(count)s mention", "%(count)s mentions", line.mentions) % {"count": numbers.grouped(line.mentions)}
    values = {"query": line.query, "count": count, "usual": numbers.grouped(line.usual or 0)}
    if line.times is None:
        return _("%(query)s: %(count)s") % values
    if line.times >= CLEARLY:
        return _("%(query)s: %(count)s, more than usual (%(usual)s)") % values
    if line.times <= 1 / CLEARLY:
        return _("%(query)s: %(count)s, fewer than usual (%(usual)s)") % values
    return _("%(query)s: %(count)s, as usual") % values


def tone(line: Line) -> str:
    if line.negative is None:
        return ""
    values = {"now": numbers.percent(line.negative), "usual": numbers.percent(line.usually_negative or Decimal())}
    if line.usually_negative is None or abs(line.negative - line.usually_negative) < POINTS:
        return _("; %(now)s negative") % values
    return _("; %(now)s negative, where %(usual)s are usual") % values


def spread(story: Story) -> str:
    """« 12 times on 5 sites, 40 000 followers »."""
    parts = [ngettext("once", "%(count)s times", story.copies) % {"count": numbers.grouped(story.copies)}]
    if story.sites > 1:
        parts[0] += " " + ngettext("on %(count)s site", "on %(count)s sites", story.sites) % {"count": numbers.grouped(story.sites)}
    if story.reach:
        parts.append(ngettext("%(count)s follower", "%(count)s followers", story.reach) % {"count": numbers.grouped(story.reach)})
    return ", ".join(parts)


def risen(each: Risen) -> str:
    values = {"word": each.word.word, "count": numbers.grouped(each.word.mentions), "query": each.query}
    if each.word.times is None:
        return _("%(word)s: %(count)s times, new (%(query)s)") % values
    return _("%(word)s: %(count)s times, × %(times)s (%(query)s)") % (values | {"times": numbers.decimal(Decimal(each.word.times))})


def quoted(mention: Mention) -> str:
    day = charts.short_day(mention.said_at.date())
    values = {"said": shortened(mention.text or mention.title, BRIEF), "who": people.name_of(mention), "day": day}
    return _("“%(said)s” %(who)s, %(day)s") % values


def weighs(speaker: Speaker) -> str:
    count = ngettext("%(count)s mention", "%(count)s mentions", speaker.tally.mentions) % {"count": numbers.grouped(speaker.tally.mentions)}
    if speaker.followers is None:
        return f"{speaker.name}, {count}"
    followers = ngettext("%(count)s follower", "%(count)s followers", speaker.followers) % {"count": numbers.grouped(speaker.followers)}
    return f"{speaker.name}, {count}, {followers}"
