"""The list of posts, and acts on many of them at once."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from diapason.core.numbers import whole
from diapason.core.toasts import toast
from diapason.editorial import bulk, listing
from diapason.editorial.access import posts as visible
from diapason.editorial.bulk import Report
from diapason.editorial.models import Post
from diapason.editorial.planner import troubles
from diapason.editorial.planner.filters import Filters
from diapason.editorial.views.filter_fields import fields
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import Membership, Person

SHOWN = ("status", "network", "objective", "assignee", "due")  # the others are folded


@door("calendar.view")
def posts(request: Request) -> HttpResponse:
    filters = Filters.read(request.GET)
    sort = request.GET.get("sort", "")
    listed = fields(request, filters)
    page = listing.page(request.member, filters, sort, request.GET.get("cursor", ""))
    context = {
        "page": page,
        "troubled": troubles.of([post.pk for post in page.rows]),
        "filters": filters,
        "fields": [field for field in listed if field.name in SHOWN],
        "more_fields": [field for field in listed if field.name not in SHOWN],
        "more_open": bool(set(filters.chosen) - {*SHOWN, "q"}),
        "sort": sort,
        "people": Person.objects.filter(memberships__workspace=request.workspace).order_by("name", "email"),
    }
    return render(request, "editorial/post/list.html", context)


@require_POST
@door("post.write")
def bulk_act(request: Request) -> HttpResponse:
    """`act` is submit, approve, assign (with `person`), shift (with `days`) or remove; `id` names the posts."""
    numbers = [number for value in request.POST.getlist("id") if (number := whole(value))][: bulk.MOST]
    rows = list(visible(request.member).filter(pk__in=numbers).select_related("workspace").order_by("id"))
    try:
        report = perform(request, rows)
    except (ValueError, Membership.DoesNotExist):
        toast(request, _("Choose what to do, for at least one post."), tone="bad")
    else:
        say(request, report)
    return redirect(request.POST.get("next", "") if is_ours(request) else reverse("posts", args=[request.workspace.slug]))


def perform(request: Request, rows: list[Post]) -> Report:
    """Raises ValueError for an act that is not one, or for no post."""
    if not rows:
        raise ValueError("no post")
    match request.POST.get("act"):
        case "submit":
            return bulk.submit(request.member, rows)
        case "approve":
            return bulk.approve(request.member, rows)
        case "remove":
            return bulk.remove(request.member, rows)
        case "assign":
            return bulk.assign(request.member, rows, int(request.POST.get("person", "")))
        case "shift":
            days = int(request.POST.get("days", ""))
            if not 0 < abs(days) <= bulk.MOST_DAYS:
                raise ValueError("days")
            return bulk.shift(request.member, rows, days)
        case _:
            raise ValueError("act")


def say(request: Request, report: Report) -> None:
    count = len(report.done)
    if count:
        undo = ""
        if request.POST.get("act") == "remove":
            ids = "&".join(f"id={post.pk}" for post in report.done)
            undo = f"{reverse('post_restoration', args=[request.workspace.slug])}?{ids}"
        toast(request, ngettext("Done for %(count)s post.", "Done for %(count)s posts.", count) % {"count": count}, undo=undo)
    for post, reason in report.refused[:5]:
        toast(request, _("“%(title)s” was left as it is: %(reason)s") % {"title": post.title, "reason": reason}, tone="bad")
    if len(report.refused) > 5:
        left = len(report.refused) - 5
        toast(
            request,
            ngettext("%(count)s other was left as it is.", "%(count)s others were left as they are.", left) % {"count": left},
            tone="bad",
        )


def is_ours(request: Request) -> bool:
    """Back to the same filters, and nowhere else."""
    return request.POST.get("next", "").startswith(reverse("posts", args=[request.workspace.slug]))
