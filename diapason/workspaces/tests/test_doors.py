import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from diapason.workspaces.doors import door


@door("team.manage")
def manage_team(request):
    return HttpResponse(f"{request.member.name} in {request.workspace}")


def ask(person):
    request = RequestFactory().get("/")
    request.user = person
    return manage_team(request, "maison-lumen")


def test_the_owner_passes(camille):
    assert ask(camille).content == b"Camille in Maison Lumen"


def test_a_member_without_the_permission_is_refused(yanis):
    with pytest.raises(PermissionDenied):
        ask(yanis)


def test_an_outsider_does_not_learn_that_the_brand_exists(brand, olga):
    with pytest.raises(Http404):
        ask(olga)
