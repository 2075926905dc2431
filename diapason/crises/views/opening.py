"""Opening a crisis room, from an alert or by hand."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from diapason.alerts import access as alerts
from diapason.alerts import reading
from diapason.alerts.models import Alert
from diapason.core.numbers import whole
from diapason.core.toasts import toast
from diapason.crises import access, opening, scale
from diapason.crises.advising import RANKS
from diapason.crises.forms import OpeningForm, publishable
from diapason.workspaces.doors import Request, door


@door("crisis.act")
def new_crisis(request: Request) -> HttpResponse:
    number = whole(request.GET.get("alert", ""))
    alert = alerts.access_alert(request.member, number) if number else None
    form = OpeningForm(request.member, request.POST or None, alert=alert, initial=proposed(request, alert))
    if request.method == "POST" and form.is_valid():
        made = opening.open_(request.member, form.plan(scale.kept(request.workspace)))
        toast(request, " ".join([_("The room is open, and those who may act in it are told."), *said(len(form.cleaned_data["paused"]))]))
        return redirect("crisis", request.workspace.slug, made.pk)
    present = access.open_crises(request.member)[:5]
    context = {"form": form, "alert": alert, "sentence": reading.sentence(alert) if alert else "", "present": present}
    return render(request, "crises/new.html", context, status=422 if form.errors else 200)


def said(paused: int) -> list[str]:
    if not paused:
        return []
    text = ngettext("Publishing is paused on %(count)s space.", "Publishing is paused on %(count)s spaces.", paused)
    return [text % {"count": paused}]


def titled(alert: Alert) -> str:
    kind, colon = str(alert.get_kind_display()), pgettext("between a field and its error", ": ")
    return f"{alert}{colon}{kind[:1].lower()}{kind[1:]}"


def proposed(request: Request, alert: Alert | None) -> dict[str, object]:
    """What an alert says already, so that one press is enough."""
    rank = RANKS[Alert.Severity(alert.severity)] if alert else 1
    level = next((each for each in scale.levels(request.workspace) if each.rank >= rank), None)
    book = access.playbooks(request.member).first()
    pauses = bool(level and level.pauses)
    return {
        "title": titled(alert)[:160] if alert else "",
        "level": level.rank if level else rank,
        "playbook": book.pk if book else None,
        "query": alert.query_id if alert else None,
        "paused": [space.pk for space in publishable(request.member)] if pauses else [],
    }
