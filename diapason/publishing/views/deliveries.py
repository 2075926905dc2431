"""The list of deliveries: what is coming, what went out, what is in trouble."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diapason.core import keyset
from diapason.core.letters import holding
from diapason.core.numbers import whole
from diapason.publishing import pausing
from diapason.publishing.access import deliveries as deliveries_of
from diapason.publishing.models import Delivery, DeliveryLetters
from diapason.publishing.states import TROUBLE
from diapason.territory.access import spaces
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import Workspace

S = Delivery.State
PAGE = 40
FEW = 500  # deliveries that hold what is looked for, up to which they are named one by one


@dataclass(frozen=True, slots=True)
class View:
    """One tab: its name in the address, its states, and in which order of time it is read."""

    name: str
    label: Promise | str
    states: tuple[str, ...]
    order: tuple[str, ...] = ("-due_at", "-id")


VIEWS = (
    View("trouble", _("To verify"), tuple(TROUBLE | {S.UNKNOWN, S.RECONCILING})),
    View("by-hand", _("To post by hand"), (S.ASSISTED,), ("due_at", "id")),
    View("coming", _("Coming"), (S.PLANNED, S.DUE, S.PREPARING, S.SUBMITTING, S.WAITING, S.PAUSED), ("due_at", "id")),
    View("published", pgettext_lazy("deliveries", "Published"), (S.PUBLISHED,)),
    View("all", pgettext_lazy("deliveries", "All"), ()),
)


@door("delivery.view")
def deliveries(request: Request) -> HttpResponse:
    view = chosen_view(request)
    every = deliveries_of(request.member)
    found, whole = filtered(request, every, view), every.select_related("space", "variant__post")
    try:
        page = keyset.late_page(found, view.order, cursor=request.GET.get("cursor", ""), size=PAGE, whole=whole)
    except keyset.BadCursor:
        page = keyset.late_page(found, view.order, size=PAGE, whole=whole)
    return render(
        request,
        "publishing/deliveries.html",
        {
            "page": page,
            "views": VIEWS,
            "view": view,
            "spaces": spaces(request.member),
            "filters": {"space": request.GET.get("space", ""), "q": request.GET.get("q", "")},
            "pause": pausing.current(request.member),
        },
    )


def chosen_view(request: HttpRequest) -> View:
    wanted = request.GET.get("view", "")
    return next((view for view in VIEWS if view.name == wanted), VIEWS[2])


def filtered(request: Request, found: QuerySet[Delivery], view: View) -> QuerySet[Delivery]:
    """The filters of the address; one that makes no sense is left out."""
    if view.states:
        found = found.filter(state__in=view.states)
    space, text = whole(request.GET.get("space", "")), request.GET.get("q", "").strip()
    if space:
        found = found.filter(space=space)
    if text:
        found = saying(found, request.workspace, text)
    return found


def saying(found: QuerySet[Delivery], workspace: Workspace, text: str) -> QuerySet[Delivery]:
    """Those whose texts, or the title of whose post, hold this. A few are named by their ids, as the index of letters finds them;
    many are met soon while walking the list in its order."""
    hits = DeliveryLetters.objects.filter(holding("letters", text), workspace=workspace)
    few = list(hits.values_list("pk", flat=True)[: FEW + 1])
    return found.filter(pk__in=few) if len(few) <= FEW else found.filter(Exists(hits.filter(delivery=OuterRef("pk"))))
