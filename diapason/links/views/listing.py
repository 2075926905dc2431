"""Links: all of the brand's, the newest first."""

from collections.abc import Iterator, Sequence

from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from diapason.core import keyset
from diapason.core.csv_cells import lines, safe
from diapason.core.numbers import whole
from diapason.links import access, figures
from diapason.links.models import Link
from diapason.territory.access import spaces
from diapason.workspaces.doors import Request, door

ORDER = ["-id"]


def filtered(request: Request) -> QuerySet[Link]:
    found = access.links(request.member)
    if words := request.GET.get("q", "").strip():
        found = found.filter(Q(url__icontains=words) | Q(title__icontains=words) | Q(code=words.rsplit("/", 1)[-1].lower()))
    if space := whole(request.GET.get("space", "")):
        found = found.filter(space=space)
    if request.GET.get("state") == "closed":
        found = found.exclude(disabled_at=None)
    elif request.GET.get("state") != "all":
        found = found.filter(disabled_at=None)
    return found


@door("link.view")
def links(request: Request) -> HttpResponse:
    found = filtered(request).select_related("space", "post")
    page = keyset.page_or_first(found, ORDER, cursor=request.GET.get("cursor", ""))
    sums = figures.of(page.rows)
    rows = [(link, sums[link.pk]) for link in page.rows]
    context = {"rows": rows, "page": page, "spaces": spaces(request.member), "filters": request.GET, "any": bool(rows) or bool(request.GET)}
    return render(request, "links/links.html", context)


@door("link.view")
def export(request: Request) -> HttpResponseBase:
    """The same filters, every row, as a file that spreadsheets open."""
    rows = figures.exported(filtered(request).select_related("space", "post")).order_by(*ORDER)
    response = StreamingHttpResponse(lines(cells(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{request.workspace.slug}-links.csv"'
    return response


def cells(rows: QuerySet[Link]) -> Iterator[Sequence[object]]:
    said = [_("Short link"), _("Address"), _("Name"), _("Space"), _("Post"), _("Made on")]
    yield [*said, _("Clicks"), _("Repeated clicks"), _("Machines")]
    for link in rows.iterator(chunk_size=1000):
        made = link.created_at.date().isoformat()
        texts = [link.short_url, link.url, link.title, str(link.space or ""), str(link.post or ""), made]
        yield [*map(safe, texts), link.clicks, link.repeats, link.bots]  # type: ignore[attr-defined]
