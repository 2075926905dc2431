"""No screen is forgotten: each address is opened by the browser tests, is an act, or says why it is no screen."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from diapason.workspaces.models import Membership, Person
from diapason.workspaces.models.membership import Role
from tests.objects import World
from tests.screens import NOT_SCREENS, SCREENS
from tests.walk import brand_addresses

LISTED = {screen.url for screen in SCREENS}
BROKEN_ON_PURPOSE = {"broken", "no_brand"}


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The route and the name of each address, except what the API answers to programs."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        elif isinstance(entry, URLPattern) and (not route.startswith("api/") or entry.name == "api_reference"):
            yield route, entry.name or ""


@pytest.fixture
def world(brand, camille) -> World:
    people = {"owner": camille}
    for role in set(Role.values) - {"owner"}:
        people[role] = Person.objects.create_user(f"{role}@example.com", name=role.title())
        Membership.objects.create(person=people[role], workspace=brand, role=role)
    return World(brand, people)


def test_an_address_that_is_not_listed_is_only_an_act(world):
    client = Client()
    client.force_login(world.owner)
    of_brand = {f"w/<slug:slug>/{address.route}": address for address in brand_addresses()}
    forgotten = []
    for route, name in addresses(get_resolver()):
        if name in LISTED or name in NOT_SCREENS:
            continue
        path = of_brand[route].path(world) if route in of_brand else f"/{route}"
        if client.get(path).status_code != 405:
            forgotten.append(name)
    assert forgotten == [], "list them in tests/screens.py, or say there why they are no screens"


def test_nothing_is_listed_that_is_gone():
    assert (LISTED | NOT_SCREENS.keys()) - {name for _route, name in addresses(get_resolver())} == BROKEN_ON_PURPOSE


def test_every_screen_has_a_name_of_its_own():
    known = [f"{screen.name}?{screen.query}" for screen in SCREENS]
    assert len(known) == len(set(known))
