"""One-click sign-in to the demo brand, and to nothing else."""

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from diapason.core.numbers import whole
from diapason.web.demo import demo_people

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_POST
def demo_session(request: HttpRequest) -> HttpResponse:
    """Signs in a person of the demo brand. 404 for anybody else, and for everybody without `DIAPASON_DEMO`."""
    membership = demo_people().filter(person=whole(request.POST.get("person", ""))).first()
    if membership is None:
        raise Http404
    login(request, membership.person, backend=BACKEND)
    return redirect("front_door")
