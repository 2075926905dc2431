"""What pages draw some hundred times: tags, where a component would take twenty times as long.

A leaf has no content of its own; what has is a component of `cotton/`.
"""

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from diapason.core import leaves, numbers
from diapason.core.numbers import Number
from diapason.networks.base import marks
from diapason.web.templatetags.diapason import ago, iso, tone

register = template.Library()
register.simple_tag(leaves.icon)
register.simple_tag(leaves.chart_rows)
register.simple_tag(leaves.chart_head)
register.simple_tag(leaves.progress_bar)
register.simple_tag(marks.drawing, name="net")

MODES = {"date": "DATE_FORMAT", "day": "j N", "time": "H:i", "moment": "j N Y, H:i"}


@register.simple_tag
def number(value: Number | str | None, digits: int = 0, unit: str = "", why: str = "") -> SafeString:
    """A figure in the reader's language; None is missing, never zero, and says `why`."""
    if value is None or isinstance(value, str):  # what a template does not find is an empty text
        return leaves.missing(why or _("The network has not given this figure."))
    return format_html('<span class="num">{}</span>', f"{numbers.grouped(value, digits)}\u00a0{unit}".rstrip())


@register.simple_tag
def time(at: datetime, mode: str = "relative") -> SafeString:
    """A moment on the reader's clock. `mode`: relative (kept true by a script), date, day, time, or moment."""
    here = localtime(at)
    relative = mode == "relative"
    words = ago(at) if relative else date_format(here, MODES[mode])
    script = SafeString(' data-controller="relative-time"') if relative else ""
    whole = date_format(here, "DATETIME_FORMAT")
    return format_html('<time datetime="{}" title="{}"{}>{}</time>', iso(at), whole, script, words)


@register.simple_tag
def status(state: str, label: object) -> SafeString:
    """A state of the domain in its words, in the tone of `web/tones.py`."""
    return format_html('<span class="{}">{}</span>', f"tag {tone(state)}".strip(), label)
