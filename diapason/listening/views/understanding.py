"""How what is heard is understood: what is read again with care, what was learned, and what that costs."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diapason.core.toasts import toast
from diapason.listening import learning, rereading
from diapason.listening.forms import CareForm
from diapason.listening.models import Rereading
from diapason.listening.understanding import attentive
from diapason.workspaces.doors import Request, door
from diapason.workspaces.pages import form_page

DAYS = 30


@door("listening.view")
def understanding(request: Request) -> HttpResponse:
    brand = request.workspace
    context = {
        "days": DAYS,
        "installed": attentive.installed(),
        "seconds": settings.CAREFUL_SECONDS,
        "care": rereading.care_of(brand),
        "costs": rereading.costs(brand, DAYS),
        "corrections": len(learning.corrections(brand)),
        "learned": learning.learned(brand),
        "waiting": Rereading.objects.filter(workspace=brand).count(),
    }
    return render(request, "listening/understanding.html", context)


@door("listening.write")
def care(request: Request) -> HttpResponse:
    form = CareForm(request.POST or None, instance=rereading.care_of(request.workspace))
    if request.method == "POST" and form.is_valid():
        rereading.keep_care(request.member, form.instance)
        toast(request, _("Saved: it holds from now on."))
        return redirect("understanding", request.workspace.slug)
    lead = _("Some hundred times slower than the first reading, and right more often.")
    return form_page(request, form, title=_("Read again with care"), over=_("Understanding"), lead=lead, back="understanding")
