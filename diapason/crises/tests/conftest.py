"""A brand with a playbook, a room, and the network in this process that publishing is tested with."""

from typing import Any

import pytest

from diapason.alerts.tests.conftest import Clock, ask, hear, owner, query, said, source, time  # noqa: F401 - fixtures
from diapason.crises import opening, playbooks, scale, statements
from diapason.crises.models import Crisis, Playbook, Statement
from diapason.territory.models import Space
from diapason.workspaces.members import Member, member_of
from tests.objects import a_network


@pytest.fixture
def lead(camille) -> Member:
    return member_of(camille, "maison-lumen")


@pytest.fixture
def voice(yanis) -> Member:
    return member_of(yanis, "maison-lumen")


@pytest.fixture
def book(lead) -> Playbook:
    return playbooks.begin(lead)


@pytest.fixture
def place(brand) -> Space:
    return Space.objects.create(workspace=brand, network=a_network(), name="Our page", account_id="1", base_url="https://network.example")


@pytest.fixture
def open_room(brand, voice, book) -> Any:
    def make(rank: int = 1, **more: Any) -> Crisis:
        plan = opening.Plan("Lost parcels", scale.kept(brand)[rank - 1], playbook=book, **more)
        return opening.open_(voice, plan)

    return make


@pytest.fixture
def room(open_room) -> Crisis:
    return open_room()


@pytest.fixture
def statement(lead, voice, brand) -> Statement:
    """Approved."""
    made = statements.keep(
        voice, Statement(workspace=brand, title="We look into it", text="Hello {first_name}, we know, and we look.", language="en")
    )
    statements.approve(lead, made, made.digest)
    return made
