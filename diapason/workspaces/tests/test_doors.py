import pytest
from django.contrib.auth.models import AnonymousUser
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


@door("team.manage")
async def follow_team(request):
    return HttpResponse(f"{request.member.name} in {request.workspace}")


@pytest.mark.django_db(transaction=True)
async def test_an_async_view_has_the_same_door(rf, camille, yanis):
    request = rf.get("/")
    request.user = camille
    assert (await follow_team(request, "maison-lumen")).content == b"Camille in Maison Lumen"
    request.user = yanis
    with pytest.raises(PermissionDenied):
        await follow_team(request, "maison-lumen")
    request.user = AnonymousUser()
    assert (await follow_team(request, "maison-lumen")).url.startswith("/accounts/login/")
