"""Creating a brand: the first one of an installation, or one more in an organisation."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diapason.core.toasts import toast
from diapason.workspaces import brands, zones
from diapason.workspaces.doors import PersonalRequest, signed_in
from diapason.workspaces.forms import NewBrandForm
from diapason.workspaces.models import Person


def guesses(request: HttpRequest, person: Person) -> dict[str, str]:
    """What is probably true: the market by the browser's country, the rest by the person and the market."""
    preferred = request.headers.get("Accept-Language", "").split(",")[0].lower()
    market = "qc" if preferred.endswith("-ca") else "fr"
    zone = zones.OF_MARKET["qc"] if market == "qc" else settings.DEFAULT_TIME_ZONE
    return {"market": market, "language": person.language, "time_zone": zone}


@signed_in
def new_brand(request: PersonalRequest) -> HttpResponse:
    person = request.user
    if not brands.may_create(person):
        raise PermissionDenied(_("Only an owner of a brand can create another one here."))
    form = NewBrandForm(request.POST or None, person=person, initial=guesses(request, person))
    if request.method == "POST" and form.is_valid():
        workspace = brands.create(person, **form.cleaned_data)
        toast(request, _("%(brand)s is ready.") % {"brand": workspace})
        return redirect("first_steps", workspace.slug)
    fresh = brands.is_fresh()
    context = {"form": form, "fresh": fresh, "first": fresh and not brands.memberships(person).exists()}
    return render(request, "workspaces/new_brand.html", context, status=422 if form.errors else 200)
