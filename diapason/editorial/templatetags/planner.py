"""What the calendar's templates draw some hundreds of times: plain functions, where components would be too slow."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from diapason.core import leaves
from diapason.editorial.forms import LANGUAGES, MARKETS
from diapason.editorial.models import Post
from diapason.editorial.planner import places
from diapason.editorial.planner.entries import Entry
from diapason.networks.base import marks

register = template.Library()
register.simple_tag(places.post_url)


@register.simple_tag
def net_marks(networks: Iterable[str]) -> SafeString:
    """The marks of networks beside one another."""
    return SafeString("".join(map(marks.drawing, networks)))


@register.simple_tag
def net_names(networks: Iterable[str]) -> str:
    """« Réseau, autre réseau », where drawings for some hundred posts would weigh too much."""
    return ", ".join(marks.mark(slug).name for slug in networks)


@register.simple_tag
def variant_marks(post: Post) -> SafeString:
    return net_marks(variant.network for variant in post.variants.all())


@register.simple_tag
def shown_marks(post: Any) -> SafeString:
    """Of a post of `listing.page`: the networks with a space."""
    return net_marks(variant.network for variant in post.shown)


@register.simple_tag
def chip_head(entry: Entry) -> SafeString:
    """The hour and the networks of a post of the table."""
    return format_html('<span class="num">{}</span><span>{}</span>', entry.at.strftime("%H:%M"), net_names(entry.networks))


@register.simple_tag(takes_context=True)
def chip_body(context: Context, entry: Entry) -> SafeString:
    """The picture of a post and `longest` letters of its title, with a way to `move` it where that is asked for."""
    slug, longest = context["workspace"].slug, context["longest"]
    said = trouble(entry.trouble) if entry.trouble else ""
    image: SafeString | str = ""
    if entry.thumb:
        address = reverse("asset_thumbnail", args=[slug, entry.thumb])
        image = format_html('<img class="chip-image" src="{}" alt="" loading="lazy">', address)
    name = Truncator(entry.title).chars(longest)
    title = format_html('<a class="chip-title" href="{}">{}</a>', places.post_url(slug, entry.id), name)
    if not (context["moves"] and entry.movable):
        return format_html("{}{}{}", said, image, title)
    address = reverse("calendar_move", args=[slug, entry.id])
    return format_html('{}{}{}<a class="chip-later" href="{}">{}</a>', said, image, title, address, _("Move"))


@register.simple_tag
def clock_time(moment: datetime, zone: ZoneInfo) -> str:
    """« lun. 23 nov. 2026, 14:30 », on the brand's clock."""
    return formats.date_format(moment.astimezone(zone), _("D j N Y, H:i"))


@register.simple_tag
def trouble(words: str) -> SafeString:
    """A delivery that needs somebody: an icon and words, for those who do not see red."""
    return format_html('<span class="tag bad">{}{}</span>', leaves.icon("triangle-alert"), words)


@register.simple_tag
def trouble_of(post: Post, troubled: dict[int, str]) -> SafeString | str:
    return trouble(troubled[post.pk]) if post.pk in troubled else ""


@register.filter
def language_name(code: str) -> str:
    return dict(LANGUAGES).get(code, code)


@register.filter
def market_name(code: str) -> str:
    return dict(MARKETS).get(code, code)
