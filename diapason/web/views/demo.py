"""One-click sign-in to the demo brand, and to nothing else."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from diapason.core.numbers import whole
from diapason.web.demo import demo_people
from diapason.workspaces.models import Person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_POST
def demo_session(request: HttpRequest) -> HttpResponse:
    """Signs in a person of the demo brand, who speaks the language that the visitor reads. 404 for anybody else, and for everybody
    without `DIAPASON_DEMO`."""
    membership = demo_people().filter(person=whole(request.POST.get("person", ""))).first()
    if membership is None:
        raise Http404
    Person.objects.filter(pk=membership.person_id).update(language=get_language())
    login(request, membership.person, backend=BACKEND)
    return redirect("front_door")
