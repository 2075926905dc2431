"""Pieces of a page that are drawn some hundred times, written as HTML without a template."""

import functools

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from diapason.core import assets
from diapason.core.charts import Chart
from diapason.core.numbers import Number, grouped


def icon(name: str, size: str = "", label: str = "", css: str = "") -> SafeString:
    """An icon of the sprite: `size` is "", small or large; without a `label` it only decorates."""
    return _icon(assets.address("icons.svg"), str(name), size, str(label), css)


@functools.lru_cache(maxsize=2000)
def _icon(sprite: str, name: str, size: str, label: str, css: str) -> SafeString:
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    classes = " ".join(filter(None, ("icon", size, css)))
    return format_html('<svg class="{}" {}><use href="{}#{}"/></svg>', classes, said, sprite, name)


def missing(why: object) -> SafeString:
    """The dash that stands for a missing figure, and why it is missing."""
    return format_html('<span class="missing num" title="{}"><span aria-hidden="true">–</span><span class="vh">{}</span></span>', why, why)


def share(value: Number | None, total: Number | None, width: int = 1000) -> str:
    """How much of `width` the share of `value` in `total` takes: a whole number for an attribute of SVG, never localised."""
    if not total or value is None:
        return "0"
    return str(round(width * max(0.0, min(1.0, float(value) / float(total)))))


def progress_bar(value: Number | None, total: Number, label: object, mark: Number | None = None, tone: str = "") -> str:
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


def chart_rows(chart: Chart) -> SafeString:
    """The rows of a chart's table; a program reads each number in `data-value`, empty where it is missing."""
    return SafeString("".join(chart_row(chart, index) for index in range(len(chart.heads))))


def chart_row(chart: Chart, index: int) -> SafeString:
    unit = f"\u00a0{chart.unit}" if chart.unit else ""
    values = (each.values[index] for each in chart.series)
    written = (("", "–") if value is None else (format(value, "f"), grouped(value, chart.digits) + unit) for value in values)
    head: SafeString | str = chart.heads[index]
    if chart.links:
        head = format_html('<a href="{}">{}</a>', chart.links[index], head)
    return format_html(
        '<tr><th scope="row">{}</th>{}</tr>', head, format_html_join("", '<td class="figure num" data-value="{}">{}</td>', written)
    )


def chart_head(chart: Chart, index: int) -> str:
    """The name of a point."""
    return chart.heads[index]
