"""The permission matrix, asked of every address of a brand: as a visitor, as an outsider, and as each role."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from diapason.workspaces.doors import door
from diapason.workspaces.models import Membership, Person
from diapason.workspaces.models.membership import Role
from diapason.workspaces.permissions import MATRIX, allows
from tests.objects import World
from tests.walk import Address, ask, brand_addresses

METHODS = ("GET", "POST")


@pytest.fixture
def world(brand) -> World:
    people = {}
    for role in Role.values:
        people[role] = Person.objects.create_user(f"{role}@example.com", name=role.title(), language="en")
        Membership.objects.create(person=people[role], workspace=brand, role=role)
    return World(brand, people)


def complaints(address: Address, world: World, olga: Person) -> list[str]:
    """Everything that is wrong with the door of one address."""
    if problem := address.problem():
        return [problem]
    url = address.path(world)
    found = []
    for method in METHODS:
        visitor = ask(browser(None), method, url)
        if visitor.passed or not (visitor.to_sign_in or visitor.status in {401, 403, 405}):
            found.append(f"a visitor's {method} {url} answered {visitor.status}; they must be asked to sign in")
        outsider = ask(browser(olga), method, url)
        if outsider.passed or outsider.status not in {404, 405}:
            found.append(f"an outsider's {method} {url} answered {outsider.status}; they must not learn that the brand exists")
        found += [complaint for role in Role.values if (complaint := of_role(address, method, url, role, world))]
    return found


def of_role(address: Address, method: str, url: str, role: str, world: World) -> str | None:
    answer = ask(browser(world.people[role]), method, url)
    who = f"{role}: {method} {url} ({address.permission})"
    if not allows(role, str(address.permission)):
        return None if answer.status in {403, 405} and not answer.passed else f"{who} answered {answer.status}, 403 was due"
    if answer.status == 405:
        return None
    if not answer.passed:
        return f"{who} was refused at the door ({answer.status})"
    if answer.status >= 500:
        return f"{who} broke ({answer.status})"
    if role == Role.OWNER and method == "GET" and answer.status in {403, 404}:
        return f"{who} answered {answer.status}; the objects of tests/objects.py must be within the owner's reach"
    return None


def browser(person: Person | None) -> Client:
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    return client


@pytest.mark.parametrize("address", brand_addresses(), ids=lambda address: address.route or "(home)")
def test_the_door_of_every_address_opens_to_the_right_people_only(address, world, olga):
    assert complaints(address, world, olga) == []


# ── The walk itself ──────────────────────────────────────────────────────────────────────────────────────────────────
def naked(request, slug):
    return HttpResponse("anybody reads this")


@door("team.view")
def fine(request):
    return HttpResponse()


@door("team.view")
def broken(request):
    raise RuntimeError


@door("settings.view")
def with_objects(request, post_id, objective_id):
    return HttpResponse()


@door("settings.view")
def with_something_new(request, gadget_id):
    return HttpResponse()


@door("settings.view")
def forgotten_object(request):
    return HttpResponse(status=404)


# The addresses of the application follow, for what the shell and the pages of errors link to.
urlpatterns = [
    path(
        "w/<slug:slug>/",
        include(
            [
                path("naked/", naked),
                path("fine/", fine),
                path("broken/", broken),
                path("objects/<int:post_id>/<int:objective_id>/", with_objects),
                path("gadgets/<int:gadget_id>/", with_something_new),
                path("forgotten/", forgotten_object),
            ]
        ),
    ),
    path("", include("diapason.urls")),
]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "naked has no door"),
        (2, "broke (500)"),
        (4, "add a factory for gadget_id to FACTORIES in tests/objects.py"),
        (5, "within the owner's reach"),
    ],
)
def test_the_walk_complains_of_what_is_wrong(number, expected, world, olga):
    found = complaints(brand_addresses(__name__)[number], world, olga)
    assert any(expected in complaint for complaint in found), found


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("number", [1, 3])
def test_the_walk_is_content_with_a_right_door(number, world, olga):
    assert complaints(brand_addresses(__name__)[number], world, olga) == []


def test_a_role_that_is_let_in_too_far_is_noticed(world, olga, settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    _label, roles = MATRIX["team.view"]
    address = brand_addresses(__name__)[1]
    monkeypatch.setattr(f"{__name__}.allows", lambda role, permission: role != Role.READER and role in roles)
    assert [text for text in complaints(address, world, olga) if text.startswith("reader: GET")] != []
