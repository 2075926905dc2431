"""The moments to come: those of the market, computed, and the brand's own."""

from datetime import date, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.editorial.models import BrandMoment
from diapason.editorial.moments import FIRST_YEAR, LAST_YEAR
from diapason.editorial.planner import bands, places, spans
from diapason.editorial.planner.bands import KINDS, PHASES, Band
from diapason.editorial.planner.spans import DAY
from diapason.editorial.views.calendar import today
from diapason.editorial.views.hidden_kinds import hidden_kinds, hide_kinds
from diapason.workspaces import events
from diapason.workspaces.doors import Request, door

YEAR = timedelta(days=365)
SHOWN = 6  # months on one page
SOON = timedelta(days=45)  # what begins before that is open: it is what to prepare now
SALT = "editorial.moment"
UNDO_FOR = timedelta(days=1)
KEPT = ("pk", "name", "starts_on", "ends_on", "yearly", "before", "during", "after")


def access_moment(request: Request, moment_id: int) -> BrandMoment:
    """Raises Http404 for another brand's."""
    moment = BrandMoment.objects.filter(workspace=request.workspace, pk=moment_id).first()
    if moment is None:
        raise Http404
    return moment


class MomentForm(forms.ModelForm[BrandMoment]):
    class Meta:
        model = BrandMoment
        fields = ["name", "starts_on", "ends_on", "yearly", "before", "during", "after"]
        widgets = {name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("starts_on", "ends_on")}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        start, end = found.get("starts_on"), found.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("It ends before it begins. Choose the same day or a later one."))
        if start and end and end - start > YEAR:
            self.add_error("ends_on", _("A moment lasts a year at most."))
        return found


@door("calendar.view")
def moments(request: Request) -> HttpResponse:
    """Six months from `from` (a month, `2027-01`) on, of any year; from today on without it."""
    hidden, now = hidden_kinds(request), today(request)
    first = month_of(request.GET.get("from", "")) or now.replace(day=1)
    start, end = max(first, now) if first == now.replace(day=1) else first, later(first, SHOWN) - DAY
    context = {
        "months": months_of(request, start, end, hidden),
        "kinds": [(kind, label, kind not in hidden) for kind, label in KINDS.items()],
        "today": now,
        "soon": now + SOON,
        "period": spans.months(first, end),
        "before": later(first, -SHOWN),
        "after": later(first, SHOWN),
        "years": list(range(now.year - 1, now.year + 4)),
        "first": first,
    }
    return render(request, "editorial/moments/list.html", context)


def months_of(request: Request, start: date, end: date, hidden: list[str]) -> list[tuple[date, list[Any]]]:
    """The moments of each month with what to do about them; one that lasts is in the month where it begins, or in the first."""
    coming = [(max(band.start, start), band) for band in bands.between(request.member, start, end, hidden)]
    by_month = groupby(sorted(coming, key=lambda each: each[0]), key=lambda each: each[0].replace(day=1))
    return [(first, [(band, suggestions(request, band)) for _day, band in rows]) for first, rows in by_month]


def month_of(text: str) -> date | None:
    """The first day of a month of an address; None for anything else, and for years that are not computed."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def later(first: date, months: int) -> date:
    """The first day of the month, so many months later, within the years that are computed."""
    number = first.year * 12 + first.month - 1 + months
    bounded = max(FIRST_YEAR * 12, min(LAST_YEAR * 12 + 11, number))
    return date(bounded // 12, bounded % 12 + 1, 1)


def suggestions(request: Request, band: Band) -> list[dict[str, str]]:
    """What to do before, during and after it, each with the composer opened on a post begun for it."""
    labels = {"before": _("Before"), "during": _("During"), "after": _("After")}
    writes, address = request.member.can("post.write"), reverse("moment_post", args=[request.workspace.slug])
    return [
        {
            "label": labels[phase],
            "text": band.advice[phase],
            "url": f"{address}?{urlencode({'key': band.key, 'day': band.start, 'phase': phase})}" if writes else "",
        }
        for phase in PHASES
        if band.advice.get(phase)
    ]


@door("post.write")
def moment_post(request: Request) -> HttpResponse:
    """The composer on a post begun for the moment `key` of the first day `day`, for its `phase`; on an empty one without them."""
    slug, phase = request.workspace.slug, request.GET.get("phase", "")
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return redirect(places.new_post_url(slug) or reverse("moments", args=[slug]))
    listed = bands.between(request.member, day, day) if phase in PHASES else []
    found = next((band for band in listed if band.key == request.GET.get("key") and band.start == day), None)
    if found is None:
        return redirect(places.new_post_url(slug) or reverse("moments", args=[slug]))
    at = f"{max(found.day_of(phase), today(request))}T09:00"
    return redirect(places.new_post_url(slug, title=found.name, publish_at=at, brief=found.advice.get(phase, "")))


@require_POST
@door("calendar.view")
def moment_kinds(request: Request) -> HttpResponse:
    """`POST …/kinds/` with `kind`, once for each kind to show."""
    hide_kinds(request, set(map(str, KINDS)) - set(request.POST.getlist("kind")))
    return redirect("moments", request.workspace.slug)


@door("post.plan")
def moment_new(request: Request) -> HttpResponse:
    return edit(request, BrandMoment(workspace=request.workspace), _("Moment added: it is in the calendar."))


@door("post.plan")
def moment(request: Request, moment_id: int) -> HttpResponse:
    return edit(request, access_moment(request, moment_id), _("Moment changed."))


def edit(request: Request, found: BrandMoment, done: str) -> HttpResponse:
    is_new = found.pk is None
    form = MomentForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            saved = form.save()
            events.record(request.member, "moment.created" if is_new else "moment.edited", saved)
        toast(request, done)
        return redirect("moments", request.workspace.slug)
    return render(request, "editorial/moments/form.html", {"form": form, "moment": found}, status=422 if form.errors else 200)


@require_POST
@door("post.plan")
def moment_remove(request: Request, moment_id: int) -> HttpResponse:
    """`POST …/removal/`. The way back holds, signed, what the moment was."""
    found = access_moment(request, moment_id)
    kept = signing.dumps({name: str(getattr(found, name)) for name in KEPT} | {"brand": request.workspace.pk}, salt=SALT, compress=True)
    with transaction.atomic():
        events.record(request.member, "moment.removed", found)
        found.delete()
    undo = f"{reverse('moment_restore', args=[request.workspace.slug])}?kept={kept}"
    toast(request, _("“%(moment)s” was removed.") % {"moment": found.name}, undo=undo)
    return redirect("moments", request.workspace.slug)


@require_POST
@door("post.plan")
def moment_restore(request: Request) -> HttpResponse:
    try:
        kept = signing.loads(request.GET.get("kept", ""), salt=SALT, max_age=UNDO_FOR)
    except signing.BadSignature:
        return HttpResponse(_("This address is not complete. Go back to the calendar, then try again."), status=400)
    if kept.pop("brand") != request.workspace.pk or BrandMoment.objects.filter(pk=kept["pk"]).exists():
        raise Http404
    kept["yearly"] = kept["yearly"] == "True"
    with transaction.atomic():
        restored = BrandMoment.objects.create(workspace=request.workspace, **kept)
        events.record(request.member, "moment.restored", restored)
    return HttpResponse(status=204)
