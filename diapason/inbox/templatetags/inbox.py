"""What the templates of the inbox say: how long somebody waits, and where a search was found."""

from datetime import datetime

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.inbox.figures import SOON, TARGET
from diapason.inbox.marking import marked

register = template.Library()


@register.filter
def waited(since: datetime | None) -> str:
    """How long ago, short: 48 min, 2 h 14, 3 d."""
    if since is None:
        return ""
    minutes = max(0, int((clock.now() - since).total_seconds() // 60))
    if minutes < 60:
        return _("%(minutes)d min") % {"minutes": minutes}
    if minutes < 24 * 60:
        return _("%(hours)d h %(minutes)02d") % {"hours": minutes // 60, "minutes": minutes % 60}
    return _("%(days)d d") % {"days": minutes // (24 * 60)}


@register.filter
def wait_tone(since: datetime | None) -> str:
    """`bad` past the time in which the brand answers, `warn` when it nears."""
    if since is None:
        return ""
    wait = clock.now() - since
    return "bad" if wait > TARGET else "warn" if wait > SOON else ""


@register.filter
def mark(text: str) -> SafeString:
    return marked(text)


@register.filter
def get(mapping: dict[object, object], key: object) -> object:
    return mapping.get(key, "")
