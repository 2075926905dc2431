"""What the calendar's templates draw some hundreds of times: plain functions, where components would be too slow."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from diapason.editorial.forms import LANGUAGES, MARKETS
from diapason.editorial.models import Post
from diapason.editorial.planner import places
from diapason.editorial.planner.places import Mark
from diapason.territory.models import Space

register = template.Library()
register.simple_tag(places.post_url)


@register.simple_tag
def net_marks(networks: Iterable[str], marks: dict[str, Mark], sprite: str) -> SafeString:
    """The marks of networks beside one another, as `<c-net>` draws them; `sprite` is the address of `icons.svg`."""
    return format_html_join("", "{}", [(drawing(marks[slug], sprite),) for slug in networks if slug in marks])


@register.simple_tag
def net_names(networks: Iterable[str], marks: dict[str, Mark]) -> str:
    """« Réseau, autre réseau », where drawings for some hundred posts would weigh too much."""
    return ", ".join(marks[slug].name for slug in networks if slug in marks)


@register.simple_tag
def variant_marks(post: Post, marks: dict[str, Mark], sprite: str) -> SafeString:
    return net_marks([variant.network for variant in post.variants.all()], marks, sprite)


@register.simple_tag
def shown_marks(post: Any, marks: dict[str, Mark], sprite: str) -> SafeString:
    """Of a post of `listing.page`: the networks with a space."""
    return net_marks([variant.network for variant in post.shown], marks, sprite)


def drawing(mark: Mark, sprite: str) -> SafeString:
    if not mark.drawn:
        return format_html('<span class="net" role="img" aria-label="{}">{}</span>', mark.name, mark.slug[:1])
    use = format_html('<title>{}</title><use href="{}#net-{}"/>', mark.name, sprite, mark.slug)
    return format_html('<svg class="net" role="img" aria-label="{}" color="{}">{}</svg>', mark.name, mark.colour, use)


@register.simple_tag
def clock_time(moment: datetime, zone: ZoneInfo) -> str:
    """« lun. 23 nov. 2026, 14:30 », on the brand's clock."""
    return formats.date_format(moment.astimezone(zone), _("D j N Y, H:i"))


@register.simple_tag
def trouble(words: str, sprite: str) -> SafeString:
    """A delivery that needs somebody: an icon and words, for those who do not see red."""
    icon = format_html('<svg class="icon" aria-hidden="true"><use href="{}#triangle-alert"/></svg>', sprite)
    return format_html('<span class="tag bad">{}{}</span>', icon, words)


@register.simple_tag
def trouble_of(post: Post, troubled: dict[int, str], sprite: str) -> SafeString | str:
    return trouble(troubled[post.pk], sprite) if post.pk in troubled else ""


@register.simple_tag
def space_mark(space: Space, marks: dict[str, Mark], sprite: str) -> SafeString:
    return net_marks([space.network], marks, sprite)


@register.filter
def language_name(code: str) -> str:
    return dict(LANGUAGES).get(code, code)


@register.filter
def market_name(code: str) -> str:
    return dict(MARKETS).get(code, code)
