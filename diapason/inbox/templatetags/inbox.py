"""What the templates of the inbox say: how long somebody waits, and where a search was found."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from diapason.community.models import Identity
from diapason.inbox import goals, moderating, thread
from diapason.inbox.filters import Filters
from diapason.inbox.goals import Goal
from diapason.inbox.marking import marked
from diapason.inbox.models import Conversation, Message

register = template.Library()


register.filter("waited", goals.how_long)


@register.filter
def wait_tone(since: datetime | None, goal: Goal) -> str:
    """`bad` past the time in which the brand answers, `warn` when it nears."""
    return goal.tone(since) if since else ""


@register.filter
def goal_words(goal: Goal) -> str:
    """The time in which the brand answers, short: 45 min, 2 h, 1 d."""
    hours, minutes = divmod(goal.minutes, 60)
    if hours >= 24 and not minutes and not hours % 24:
        return _("%(days)d d") % {"days": hours // 24}
    if hours and minutes:
        return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": minutes}
    return _("%(hours)d h") % {"hours": hours} if hours else _("%(minutes)d min") % {"minutes": minutes}


@register.filter
def mark(text: str) -> SafeString:
    return marked(text)


@register.filter
def get(mapping: dict[object, object], key: object) -> object:
    return mapping.get(key, "")


@register.filter
def short(moment: datetime | None) -> str:
    """A moment in as few letters as say it: the time today, the day this year, else the date."""
    if moment is None:
        return ""
    local, today = timezone.localtime(moment), timezone.localtime()
    if local.date() == today.date():
        return date_format(local, "H:i")
    return date_format(local, "j N" if local.year == today.year else "j N Y")


@register.simple_tag
def person_name(identity: Identity | None) -> str:
    """What to call somebody, also once they were erased."""
    return str(identity) if identity and str(identity) else _("Somebody")


@register.simple_tag
def queue_address(filters: Filters, queue: str) -> str:
    return filters.address(queue=queue)


@register.simple_tag
def about(conversation: Conversation) -> str:
    return f"{thread.title(conversation)} · {conversation.space}"


@register.simple_tag
def moderation_of(message: Message) -> dict[str, object]:
    """What becomes of their comment: its state in words and tone, and the others, empty where there is no choice."""
    say, now = message.space.net.say, moderating.state_of(message)
    if not now:
        return {}
    others = [(state, say(f"acts.{state}")) for state in moderating.states(message) if state != now]
    tone = "warn" if now == "hold" else "bad" if now in moderating.AWAY else ""
    return {"state": say(f"states.{now}"), "tone": tone, "others": others}


@register.simple_tag
def sending(message: Message) -> thread.Sending:
    return thread.sending(message)
