"""Tags that every template may use: built assets, permissions, and what the components of `cotton/` are drawn with."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from allauth.account.adapter import get_adapter
from django import template
from django.contrib.messages.storage.base import Message
from django.db.models import QuerySet
from django.forms import BoundField
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from diapason.core import assets, clock, numbers, toasts
from diapason.publishing.models import Pause
from diapason.territory.models import Space
from diapason.web import demo, tones
from diapason.workspaces import counters
from diapason.workspaces.members import Member
from diapason.workspaces.models import Membership

register = template.Library()


register.simple_tag(assets.address, name="asset")


@register.filter
def can(member: Member | None, permission: str) -> bool:
    """`{% if member|can:"post.write" %}`."""
    return member is not None and member.can(permission)


@register.filter
def tone(state: str) -> str:
    """The tone of a state of the domain: ok, warn, bad, info, accent or nothing."""
    return tones.TONES.get(str(state), "")


@register.filter
def initials(name: object) -> str:
    words = str(name).replace(".", " ").replace("@", " ").replace("_", " ").split()
    return "".join(word[0] for word in words[:2]).upper() or "?"


@register.filter
def first_name(name: object) -> str:
    """What one calls somebody: the first word of the name, or what stands before the @ of an address."""
    words = str(name).split("@")[0].split()
    return words[0] if words else ""


@register.filter
def ago(moment: datetime) -> str:
    """« 2 hours ago », « in 3 days », in the reader's language; to the nearest unit."""
    if moment <= clock.now():
        past = timesince(moment, clock.now(), depth=1)
        return _("just now") if past.startswith("0") else _("%(time)s ago") % {"time": past}
    return _("in %(time)s") % {"time": timeuntil(moment, clock.now(), depth=1)}


@register.filter
def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


@register.filter
def percent(share: Decimal | None) -> str:
    return "–" if share is None else numbers.percent(share)


@register.filter
def signed(change: Decimal | None) -> str:
    """« +12 % », with a true minus sign."""
    if change is None:
        return ""
    return f"{'+' if change >= 0 else '−'}{numbers.percent(abs(change))}"


@register.simple_tag
def spark(values: Sequence[float | None], width: int = 96, height: int = 24) -> str:
    """The path of a line through `values` (at least one); a missing value leaves a gap."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    low, span = min(known), (max(known) - min(known)) or 1
    step = (width - 4) / max(1, len(values) - 1)
    parts, pen = [], "M"
    for index, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        parts.append(f"{pen}{2 + index * step:.1f} {height - 3 - (value - low) / span * (height - 6):.1f}")
        pen = "L"
    return "".join(parts)


@register.simple_tag
def sorting(current: str, name: str) -> dict[str, str]:
    """For a column head: the next value of `sort`, what aria-sort says, and the arrow. `-name` means descending."""
    if current == name:
        return {"next": f"-{name}", "aria": "ascending", "icon": "arrow-up"}
    if current == f"-{name}":
        return {"next": name, "aria": "descending", "icon": "arrow-down"}
    return {"next": name, "aria": "", "icon": "arrow-up-down"}


@register.filter
def most(count: int) -> str:
    """« 12 », or « 99+ » past what the shell counts."""
    return str(count) if count < counters.MOST else f"{counters.MOST - 1}+"


@register.filter
def undo(message: Message) -> str:
    """The address that undoes what a message tells (`core.toasts`), or nothing."""
    tags = message.extra_tags or ""
    return tags.removeprefix(toasts.UNDO) if tags.startswith(toasts.UNDO) else ""


@register.simple_tag
def optional_url(name: str, *args: Any) -> str:
    """As `{% url %}`, but empty where no app gives that address."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def pauses_of(context: Context, space: Space) -> list[Pause]:
    """What holds back the publishing of one space now, a person first; the pause of the whole brand is not among them."""
    shell = context.get("shell")
    return sorted((each for each in shell.pauses if each.space_id == space.pk), key=lambda each: each.holder) if shell else []


@register.simple_tag
def demo_people() -> QuerySet[Membership]:
    """The memberships of those whom the sign-in page offers to become."""
    return demo.demo_people()


@register.filter
def bare(bound: BoundField) -> BoundField:
    """The field without its placeholder, which only repeats the label."""
    bound.field.widget.attrs.pop("placeholder", None)
    return bound


@register.simple_tag
def sign_up_open(request: HttpRequest) -> bool:
    """Whether this visitor may create an account: the first owner, the invited, or everybody where the setting says so."""
    return bool(get_adapter(request).is_open_for_signup(request))
