"""One alert: what happened, who and what drives it, and answering for it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.alerts import access, evidence, reading, telling
from diapason.core.toasts import toast
from diapason.workspaces.doors import Request, door


@door("alert.view")
def alert(request: Request, alert_id: int) -> HttpResponse:
    found = access.access_alert(request.member, alert_id)
    acknowledged = getattr(found, "acknowledgement", None)
    past = reading.past(found)
    context = {
        "alert": found,
        "acknowledgement": acknowledged,
        "sentence": reading.sentence(found),
        "how_unusual": reading.how_unusual(found),
        "chart": reading.chart(found),
        "evidence": evidence.gather(found),
        "mentions": evidence.address(found),
        "past": past,
        "earlier": [(each, reading.sentence(each)) for each in past.alerts],
        "steps": reading.next_steps(found, answered=acknowledged is not None),
        "goes_on": found.goes_on(),
        "tellings": found.tellings.all(),
    }
    return render(request, "alerts/alert.html", context)


@door("alert.acknowledge")
@require_POST
def alert_acknowledgement(request: Request, alert_id: int) -> HttpResponse:
    found = telling.acknowledge(request.member, access.access_alert(request.member, alert_id))
    if found.person == request.user:
        toast(request, _("You answer for this alert. Nobody is told of it again unless it becomes worse."))
    else:
        toast(request, _("%(name)s answers for this alert already.") % {"name": found.person})
    return redirect("alert", request.workspace.slug, alert_id)
