"""Figures in templates."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from diapason.core import leaves, numbers
from diapason.insights import wording
from diapason.insights.kpis import Value
from diapason.insights.metrics import FROM_LINKS
from diapason.insights.models import Outcome
from diapason.insights.progress import Progress
from diapason.insights.reports import document
from diapason.insights.reports.facts import Goal

register = template.Library()


@register.filter
def said(value: Value) -> str:
    """`{{ value|said }}`: « 12 480 € »."""
    return wording.say(value)


@register.filter
def progress_words(row: Progress) -> str:
    return wording.progress(row)


@register.simple_tag
def indicator(value: Value) -> str:
    """The value of an indicator; a missing one says why."""
    return leaves.missing(value.reason) if value.missing else wording.say(value)


@register.simple_tag
def goal(row: Progress, *, full: bool = False) -> SafeString:
    """One target: its indicator, what it is at, and how far; `full` adds what its pace promises."""
    name = row.value.kpi.name
    head = format_html('<p class="row"><span class="grow">{}</span><b class="num">{}</b></p>', name, wording.say(row.value))
    if row.state == "missing":
        return format_html('<div class="goal">{}<p class="muted small">{}</p></div>', head, row.value.reason)
    bar = leaves.progress_bar(row.share, 1, name, row.mark, "ok" if row.reached else "")
    words = wording.progress(row, full=full)
    return format_html('<div class="goal">{}{}<p class="muted small">{}</p></div>', head, bar, words)


@register.filter
def get(table: dict[object, object], key: object) -> object:
    return table.get(key)


@register.simple_tag
def post_columns() -> list[tuple[str, str]]:
    """The figures of the table of posts, with their short names."""
    return [
        ("reach", _("Reached")),
        ("engagement", _("Engagement")),
        ("likes", _("Likes")),
        ("reposts", _("Reposts")),
        ("replies", _("Replies")),
        ("clicks", _("Clicks")),
        ("conversions", _("Conversions")),
    ]


@register.simple_tag
def figure_of(outcome: Outcome, name: str) -> str:
    """A figure of a post; a missing one says why."""
    value = getattr(outcome, name)
    if value is not None:
        return numbers.grouped(Decimal(value))
    why = _("This post carries no short link.") if name in FROM_LINKS else _("The network has not given this figure.")
    return leaves.missing(why)


@register.filter
def goal_target(goal: Goal) -> str:
    return wording.figure(goal.target, goal.value.kpi.unit, goal.value.unit)


@register.filter
def goal_state(goal: Goal) -> str:
    return document.state(goal)
