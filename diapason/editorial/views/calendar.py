"""The editorial calendar: month, week, list and board, in one screen."""

from datetime import date
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from diapason.core import keyset
from diapason.editorial.planner import bands, board, entries, lists, load, places, spans, troubles
from diapason.editorial.planner.filters import Filters
from diapason.editorial.planner.spans import BOARD, LIST, WEEK, Span
from diapason.editorial.views.calendar_widget import config
from diapason.editorial.views.filter_fields import fields
from diapason.editorial.views.hidden_kinds import hidden_kinds
from diapason.workspaces.doors import Request, door

MINUTE = "%Y-%m-%dT%H:%M"
TABLE = {spans.MONTH: (3, 1), WEEK: (8, entries.DUE_CAP)}  # posts and deadlines of a day in the table that the widget replaces
DENSE = 84  # posts of the table: beyond, two a day, so that the page keeps its weight
LONGEST = {spans.MONTH: 70, WEEK: 140}  # letters of a title


@door("calendar.view")
def calendar(request: Request) -> HttpResponse:
    """`view` is month, week, list or board; `date` a day of it; the other parameters are those of `Filters`."""
    span = spans.read(request.GET.get("view", ""), request.GET.get("date", ""), today(request))
    filters = Filters.read(request.GET)
    context = {"span": span, "filters": filters, "today": today(request), **links(request, span, filters)}
    if span.view == LIST:
        context["page"] = list_page(request, filters, span)
        context["troubled"] = troubles.of([post.pk for post in context["page"].rows])
    elif span.view == BOARD:
        context["columns"] = board.read(request.member, filters)
    else:
        moves = span.view == WEEK and request.member.can("post.plan")
        context |= {"weeks": weeks(request, filters, span), "longest": LONGEST[span.view], "moves": moves}
        context["config"] = config(request, filters, span, today(request))
    if span.view == WEEK and not set(filters.chosen) - {"network", "space"}:
        context["load_url"] = f"{reverse('calendar_load', args=[request.workspace.slug])}?date={span.anchor}&{filters.query}"
    return render(request, f"editorial/calendar/{span.view if span.view in {LIST, BOARD} else 'grid'}.html", context)


def today(request: Request) -> date:
    return request.workspace.today


def links(request: Request, span: Span, filters: Filters) -> dict[str, Any]:
    """Where one goes from here, keeping the filters."""
    slug = request.workspace.slug
    root = f"{reverse('calendar', args=[slug])}?"
    kept = f"&{filters.query}" if filters.query else ""
    views = [(spans.MONTH, _("Month")), (spans.WEEK, _("Week")), (LIST, _("List")), (BOARD, _("Board"))]
    return {
        "before_url": f"{root}view={span.view}&date={span.before}{kept}",
        "after_url": f"{root}view={span.view}&date={span.after}{kept}",
        "today_url": f"{root}view={span.view}{kept}",
        "view_urls": [(name, label, f"{root}view={name}&date={span.anchor}{kept}") for name, label in views],
        "clear_url": f"{root}view={span.view}&date={span.anchor}",
        "new_url": places.new_post_url(slug) if request.member.can("post.write") else "",
        "fields": fields(request, filters),
    }


def weeks(request: Request, filters: Filters, span: Span) -> list[list[dict[str, Any]]]:
    """What a browser without scripts reads, day by day."""
    posts, deadlines = TABLE[span.view]
    days = entries.read(request.member, filters, span, posts)
    if sum(len(day.entries) for day in days.values()) > DENSE:
        for day in days.values():
            day.keep(2)
    due = entries.deadlines(request.member, filters, span, deadlines)
    shown = bands.between(request.member, span.start, span.end, hidden_kinds(request))
    return [
        [
            {
                "date": day,
                "day": days.get(day),
                "due": due.get(day),
                "moments": [band for band in shown if band.start == day or (band.start < span.start == day)],
                "outside": span.view == spans.MONTH and day.month != span.anchor.month,
            }
            for day in week
        ]
        for week in span.weeks
    ]


def list_page(request: Request, filters: Filters, span: Span) -> Any:
    try:
        return lists.page(request.member, filters, span, request.GET.get("cursor", ""))
    except keyset.BadCursor:
        return lists.page(request.member, filters, span)


@door("calendar.view")
def calendar_load(request: Request) -> HttpResponse:
    """What the week of `date` asks of spaces and people: a part of its page, read after it."""
    span = spans.read(WEEK, request.GET.get("date", ""), today(request))
    read = load.read(request.member, span, Filters.read(request.GET), today(request))
    return render(request, "editorial/calendar/load.html", {"load": read, "load_url": request.get_full_path()})


@door("calendar.view")
def calendar_days(request: Request) -> HttpResponse:
    """The posts, deadlines and moments of the days from `start` until before `end`, as compact JSON for the widget."""
    span = spans.asked(request.GET.get("start", ""), request.GET.get("end", ""))
    if span is None:
        return JsonResponse({"error": _("These days cannot be shown.")}, status=400)
    filters = Filters.read(request.GET)
    days = entries.read(request.member, filters, span)
    due = entries.deadlines(request.member, filters, span)
    shown = bands.between(request.member, span.start, span.end, hidden_kinds(request))
    listed = [entry for day in days.values() for entry in day.entries]
    objectives = sorted({entry.objective for entry in listed})
    found = {
        "posts": [compact(entry, objectives, LONGEST[span.view]) for entry in listed],
        "objectives": objectives,
        "more": {day.date.isoformat(): day.more for day in days.values() if day.more},
        "deadlines": [[each.kind, each.id, each.title[:80], each.at.strftime(MINUTE)] for day in due.values() for each in day.listed],
        "due": {day.date.isoformat(): day.more for day in due.values() if day.more},
        "moments": [[band.name, band.start.isoformat(), (band.end + spans.DAY).isoformat(), band.kind_label] for band in shown],
    }
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


def compact(entry: entries.Entry, objectives: list[str], longest: int) -> dict[str, Any]:
    """`t` is on the brand's clock, without offset; `o` is a place in `objectives`; what is empty is left out."""
    title = Truncator(entry.title).chars(longest)
    found: dict[str, Any] = {"id": entry.id, "t": entry.at.strftime(MINUTE), "w": title, "s": entry.status}
    optional = {"n": entry.networks, "c": entry.colour, "i": entry.thumb, "m": int(entry.movable), "x": entry.trouble}
    if entry.objective:
        found["o"] = objectives.index(entry.objective)
    return found | {name: value for name, value in optional.items() if value}
