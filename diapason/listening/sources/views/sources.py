"""Where the brand listens: each source, how it is, what it brought lately."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core import clock, keyset
from diapason.core.toasts import toast
from diapason.listening import filtering
from diapason.listening.models import Article, Source
from diapason.listening.sources import access, condition, managing, open_searches, searches
from diapason.listening.sources.forms import AddressForm, OpenSearchForm, SearchForm, SourceForm
from diapason.listening.sources.web import hubs, pages
from diapason.listening.store import store
from diapason.listening.store.base import Period
from diapason.networks.base import registry
from diapason.workspaces.doors import Request, door

ORDER = ("name", "id")
LATELY = timedelta(days=7)
ILL = Q(failures__gt=0, paused_at=None)
STATES = {
    "ill": ILL,
    "slowed": Q(slowed_at__isnull=False, paused_at=None),
    "paused": Q(paused_at__isnull=False),
}


@dataclass(frozen=True, slots=True)
class Row:
    source: Source
    condition: condition.Condition
    trouble: str
    missed: str
    lag: str
    lately: int


@door("listening.view")
def sources(request: Request) -> HttpResponse:
    """GET `q`, `state` and `folder`."""
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    state, folder = request.GET.get("state", ""), request.GET.get("folder", "").replace("\0", "")
    mine = access.sources(request.member)
    page = paged(filtered(mine, q, state, folder), request.GET.get("cursor", ""))
    counts = mine.aggregate(all=Count("pk"), ill=Count("pk", filter=ILL), own=Count("pk", filter=~Q(kind=Source.Kind.INBOX)))
    context = {
        "page": page,
        "rows": shown(page.rows),
        "counts": counts,
        "folders": mine.exclude(folder="").order_by("folder").values_list("folder", flat=True).distinct()[:200],
        "filters": {"q": q, "state": state, "folder": folder},
    }
    return render(request, "listening/sources/sources.html", context)


def filtered(rows: QuerySet[Source], q: str, state: str, folder: str) -> QuerySet[Source]:
    if q:
        called = Q(name__icontains=q) | Q(words__icontains=q) | Q(space__name__icontains=q)
        rows = rows.filter(called | Q(address__icontains=q) | Q(host__icontains=q))
    if state in STATES:
        rows = rows.filter(STATES[state])
    return rows.filter(folder=folder) if folder else rows


def paged(rows: QuerySet[Source], cursor: str) -> keyset.Page[Source]:
    return keyset.page_or_first(rows.select_related("wire", "space"), ORDER, cursor=cursor, size=50)


def shown(found: list[Source]) -> list[Row]:
    brought = lately(found)
    slowed = in_an_hour([source for source in found if source.slowed_at])
    return [row(source, brought.get(source.pk, 0), slowed.get(source.pk)) for source in found]


def row(source: Source, lately: int, in_an_hour: int | None) -> Row:
    lag = "" if source.lag is None else condition.lasting(source.lag)
    return Row(source, condition.of(source), condition.trouble(source, in_an_hour), condition.missed(source), lag, lately)


def lately(found: list[Source]) -> dict[int, int]:
    """What each brought in the last seven days."""
    now = clock.now()
    return store().brought([source.pk for source in found], Period(now - LATELY, now + timedelta(hours=1)))


def in_an_hour(found: list[Source]) -> dict[int, int]:
    """What each brought since the beginning of the hour before this one's minute; nothing is asked where none is slowed."""
    now = clock.now()
    return store().brought([source.pk for source in found], Period(now - timedelta(hours=1), now + timedelta(hours=1))) if found else {}


@door("listening.write")
def new_source(request: Request) -> HttpResponse:
    """POST `address`: opened, its feed looked for, and added."""
    form = AddressForm(request.POST or None, initial={"address": request.GET.get("address", "")})
    if request.method == "POST" and form.is_valid():
        try:
            place = managing.find(form.cleaned_data["address"])
            source = managing.add(request.member, managing.Place(place.network, place.address, place.name, form.cleaned_data["folder"]))
        except managing.CannotAdd as error:
            form.add_error("address", str(error))
        else:
            return added(request, source)
    return render(request, "listening/sources/new.html", {"form": form}, status=422 if form.errors else 200)


@door("listening.write")
def new_search(request: Request) -> HttpResponse:
    """POST `space` and `words`: asked of the network of that space, again and again."""
    form = SearchForm(request.member, request.POST or None, initial={"words": request.GET.get("words", "")})
    if request.method == "POST" and form.is_valid():
        try:
            found = searches.add(request.member, form.cleaned_data["space"], form.cleaned_data["words"])
        except managing.CannotAdd as error:
            form.add_error("words", str(error))
        else:
            return added(request, found)
    context = {"form": form, "spaces": searches.spaces(request.member).exists()}
    return render(request, "listening/sources/search.html", context, status=422 if form.errors else 200)


@door("listening.write")
def new_open_search(request: Request) -> HttpResponse:
    """POST `network`, `words` and `folder`: asked of a network that anybody may search, again and again."""
    form = OpenSearchForm(request.POST or None, initial={"words": request.GET.get("words", "")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            found = open_searches.add(request.member, registry.get(given["network"]), given["words"], given["folder"])
        except managing.CannotAdd as error:
            form.add_error("words", str(error))
        else:
            return added(request, found)
    return render(request, "listening/sources/open_search.html", {"form": form}, status=422 if form.errors else 200)


def added(request: Request, made: Source) -> HttpResponse:
    toast(request, _("“%(name)s” is listened to from now on.") % {"name": made})
    return redirect("sources", request.workspace.slug)


@door("listening.view")
def source(request: Request, source_id: int) -> HttpResponse:
    """How a source is. POST, with the right to write: its name, group, language and country, and whether its articles
    are read."""
    found = access.access_source(request.member, source_id)
    form = SourceForm(request.POST if request.method == "POST" else None, instance=found)
    may_write = request.member.can("listening.write")
    if request.method == "POST" and may_write and form.is_valid():
        managing.change(request.member, found)
        toast(request, _("“%(name)s” was saved.") % {"name": found})
        return redirect("sources", request.workspace.slug)
    [shown_row] = shown([Source.objects.select_related("wire", "space").get(pk=found.pk)])
    context = {
        "row": shown_row,
        "form": form,
        "no_rate": _("Nothing was heard for a while."),
        "waiting": Article.objects.filter(source=found).count(),
        "seen": pages.seen(found),
        "hub": hubs.tells(found),
        "mentions": filtering.all_of(request.workspace, source=str(found.pk)),
    }
    return render(request, "listening/sources/source.html", context, status=422 if form.errors else 200)


# ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@require_POST
@door("listening.write")
def source_pause(request: Request, source_id: int) -> HttpResponse:
    found = access.access_source(request.member, source_id)
    managing.pause(request.member, found)
    toast(request, _("“%(name)s” is paused.") % {"name": found}, undo=address(request, "source_resumption", found))
    return back(request)


@require_POST
@door("listening.write")
def source_resumption(request: Request, source_id: int) -> HttpResponse:
    found = access.access_source(request.member, source_id)
    managing.resume(request.member, found)
    toast(request, _("“%(name)s” is listened to again.") % {"name": found})
    return back(request)


@require_POST
@door("listening.write")
def source_reading(request: Request, source_id: int) -> HttpResponse:
    """`POST …/reading/`: read in the next seconds."""
    found = access.access_source(request.member, source_id)
    managing.hasten(found)
    toast(request, _("“%(name)s” will be read in a few seconds.") % {"name": found})
    return back(request)


@require_POST
@door("listening.write")
def source_removal(request: Request, source_id: int) -> HttpResponse:
    found = access.access_source(request.member, source_id)
    managing.remove(request.member, found)
    text = _("“%(name)s” was taken out. What it brought stays.") % {"name": found}
    toast(request, text, undo=address(request, "source_restoration", found))
    return redirect("sources", request.workspace.slug)


@require_POST
@door("listening.write")
def source_restoration(request: Request, source_id: int) -> HttpResponse:
    found = access.access_source(request.member, source_id, removed=True)
    try:
        managing.restore(request.member, found)
    except managing.AlreadyThere as error:
        toast(request, str(error), tone="bad")
    else:
        toast(request, _("“%(name)s” is back.") % {"name": found})
    return redirect("sources", request.workspace.slug)


def address(request: Request, name: str, found: Source) -> str:
    return reverse(name, args=[request.workspace.slug, found.pk])


def back(request: Request) -> HttpResponse:
    """To the source or the list, wherever the act was asked."""
    wanted = request.POST.get("next", "")
    here = reverse("sources", args=[request.workspace.slug])
    return redirect(wanted if wanted.startswith(here) and "\\" not in wanted and "//" not in wanted else here)
