"""What is missing in the visible days, each with something to do about it."""

from datetime import date
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diapason.editorial.planner import holes, likeness, places, spans
from diapason.editorial.planner.filters import Filters
from diapason.editorial.views.calendar import today
from diapason.workspaces.doors import Request, door


@door("calendar.view")
def calendar_hints(request: Request) -> HttpResponse:
    """JSON for the widget: `day`, `text`, and `url` with its words in `act` where the member may do something."""
    span = spans.asked(request.GET.get("start", ""), request.GET.get("end", ""))
    if span is None:
        return JsonResponse({"hints": []}, status=400)
    filters = Filters.read(request.GET)
    found = [of_hole(request, hole) for hole in holes.read(request.member, span, today(request)) if concerns(filters, hole)]
    found += [of_likeness(request, each) for each in likeness.read(request.member, span)] if not filters.chosen else []
    return JsonResponse({"hints": found})


def of_likeness(request: Request, each: likeness.Likeness) -> dict[str, Any]:
    values = {"share": int(each.share * 100), "post": each.title, "day": formats.date_format(each.at, _("j F Y"))}
    text = _("Looks %(share)d %% like “%(post)s” of %(day)s.") % values
    return hint(each.day, text, places.post_url(request.workspace.slug, each.other), _("Compare"))


def concerns(filters: Filters, hole: holes.Hole) -> bool:
    wanted = filters.network in {"", hole.space.network} and filters.space in {"", str(hole.space.pk)}
    return wanted and not set(filters.chosen) - {"network", "space"}


def of_hole(request: Request, hole: holes.Hole) -> dict[str, Any]:
    space, rhythm = hole.space, hole.space.rhythm or 0
    if hole.silent is None:
        gap = _("Nothing on %(space)s for weeks") % {"space": space.name}
    else:
        gap = ngettext("Nothing on %(space)s for %(days)d day", "Nothing on %(space)s for %(days)d days", hole.silent) % {
            "space": space.name,
            "days": hole.silent,
        }
    usual = ngettext("your rhythm is %(count)d a week", "your rhythm is %(count)d a week", rhythm) % {"count": rhythm}
    return hint(hole.day, _("%(gap)s; %(usual)s.") % {"gap": gap, "usual": usual}, suggestion(request, hole), _("Suggest a post"))


def suggestion(request: Request, hole: holes.Hole) -> str:
    if not request.member.can("post.write"):
        return ""
    return places.new_post_url(request.workspace.slug, publish_at=f"{hole.day}T09:00", space=str(hole.space.pk))


def hint(day: date, text: str, url: str, act: str) -> dict[str, Any]:
    return {"day": day.isoformat(), "text": text, **({"url": url, "act": act} if url else {})}
