"""Tags that every template may use: built assets, permissions, and what the components of `cotton/` are drawn with."""

import functools
import json
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.db.models import QuerySet
from django.forms import BoundField
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext as _

from diapason.core import clock, toasts
from diapason.networks.base import registry
from diapason.networks.base.registry import Network
from diapason.web import demo, tones
from diapason.workspaces import counters
from diapason.workspaces.members import Member
from diapason.workspaces.models import Membership

register = template.Library()


@functools.lru_cache(maxsize=2)
def addresses(second: int) -> dict[str, str]:
    names: dict[str, str] = json.loads((settings.BUILD_DIR / "static" / "manifest.json").read_text())
    return {name: static(built) for name, built in names.items()}


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file: `{% asset "app.js" %}`. A new build is seen within a second, without a restart:
    a page asks hundreds of times, once for each icon."""
    return addresses(int(time.monotonic()))[name]


@register.filter
def can(member: Member | None, permission: str) -> bool:
    """`{% if member|can:"post.write" %}`."""
    return member is not None and member.can(permission)


@register.simple_tag
def network(slug: str) -> dict[str, Any] | None:
    """The mark of a network: its name, its colour, and whether it has an icon. None for a slug that no folder bears."""
    found: Network | None = registry.networks().get(slug)
    if found is None:
        return None
    return {"name": str(found), "colour": found.manifest.colour or "#5b564d", "drawn": has_mark(found.slug)}


@functools.cache
def has_mark(slug: str) -> bool:
    folder = registry.get(slug).folder
    return slug == folder.name and (folder / "icon.svg").exists()  # a preset of a folder has no drawing of its own


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
def plain(value: float | None) -> str:
    """A number for a program to read: a point for decimals, whatever the reader's language; empty when it is missing."""
    return "" if value is None else format(value, "f")


@register.simple_tag
def share(value: float | None, total: float | None, width: int = 1000) -> str:
    """How much of `width` the share of `value` in `total` takes: a whole number for an attribute of SVG, never localised."""
    if not total or value is None:
        return "0"
    return str(round(width * max(0.0, min(1.0, float(value) / float(total)))))


@register.simple_tag
def progress_bar(value: float | None, total: float, label: object, mark: float | None = None, tone: str = "") -> str:
    """What `c-progress` draws: the share of `value` in `total`, and a mark where `mark` falls."""
    drawn = format_html('<rect class="mark" x="{}" width="3" height="12"/>', share(mark, total, 997)) if mark is not None else ""
    return format_html(
        '<svg class="progress" role="img" aria-label="{}" viewBox="0 0 1000 12" preserveAspectRatio="none">'
        '<rect class="track" y="3" width="1000" height="6" rx="3"/>'
        '<rect class="done {}" y="3" width="{}" height="6" rx="3"/>{}</svg>',
        label,
        tone,
        share(value, total),
        drawn,
    )


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
