"""Fixtures that every test may use, and the suites that only `bin/test --all` runs."""

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as trying

from diapason.workspaces.models import Membership, Organisation, Person, Workspace

pytest_plugins = ("tests.servers.fixtures",)

SLOW = {
    "browser": "needs Chromium: bin/test --all",
    "real_server": "needs a server of the network: bin/test --all",
    "faults": "kills real processes: bin/test --all",
    "thorough": "takes minutes: bin/test --all",
}


# Who was made, and what was heard: no model knows it, so what empties tables after a test leaves it.
LEFT = "SELECT FROM workspaces_organisation UNION ALL SELECT FROM listening_filed UNION ALL SELECT FROM listening_tally LIMIT 1"


def pytest_addoption(parser):
    parser.addoption("--all", action="store_true", help="also run the browser, real server, fault and thorough suites")


def pytest_configure(config):
    """A password costs half a second to hash, on purpose; the people of the tests are many, and have no secret.

    What Hypothesis tries is the same at each run of the gate, and new where all suites run; nowhere does it depend on how busy the
    machine is.
    """
    checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    trying.register_profile("steady", deadline=None, suppress_health_check=checks, derandomize=not config.getoption("--all"))
    trying.load_profile("steady")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(config, items):
    if config.getoption("--all"):
        return
    for item in items:
        for marker, reason in SLOW.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"skipped: {reason}"))


@pytest.fixture(scope="session")
def django_db_createdb(django_db_createdb, django_db_modify_db_settings) -> bool:
    """The database is kept from one run to the next; it is made anew where a run that was killed left something in it."""
    known = connection.settings_dict
    return django_db_createdb or is_dirty(known["TEST"]["NAME"] or f"test_{known['NAME']}")


def is_dirty(database: str) -> bool:
    try:
        with psycopg.connect(**connection.get_connection_params() | {"dbname": database}) as found:
            return found.execute(LEFT).fetchone() is not None
    except psycopg.Error:
        return False  # there is none, or none that has its tables


@pytest.fixture(autouse=True)
def in_english():
    """Sentences are compared in the language of the source; and the language in which one test ends is not that of the next."""
    with translation.override("en"):
        yield


@pytest.fixture
def organisation(db) -> Organisation:
    return Organisation.objects.create(name="Maison Lumen")


@pytest.fixture
def brand(organisation) -> Workspace:
    return Workspace.objects.create(organisation=organisation, name="Maison Lumen", slug="maison-lumen")


def join(brand: Workspace | None, name: str, role: str, language: str = "en") -> Person:
    person = Person.objects.create_user(f"{name.lower()}@example.com", "a long enough password", name=name, language=language)
    if brand:
        Membership.objects.create(person=person, workspace=brand, role=role)
    return person


def at(name: str, *args: object) -> str:
    """The address of a screen of Maison Lumen; `args` are what comes after the brand."""
    return reverse(name, args=["maison-lumen", *args])


@pytest.fixture
def camille(brand) -> Person:
    """The owner."""
    return join(brand, "Camille", "owner")


@pytest.fixture
def signed_in(client: Client, camille) -> Client:
    """Where Camille is signed in."""
    client.force_login(camille)
    return client


@pytest.fixture
def yanis(brand) -> Person:
    """A member: the community manager."""
    return join(brand, "Yanis", "community")


@pytest.fixture
def olga(db) -> Person:
    """An outsider: the owner of another brand."""
    other = Organisation.objects.create(name="Ailleurs")
    elsewhere = Workspace.objects.create(organisation=other, name="Ailleurs", slug="ailleurs")
    return join(elsewhere, "Olga", "owner")
