import pytest

from diapason.inbox.tests.double import Radio, enter
from diapason.territory.models import Space
from diapason.workspaces.members import Member, member_of


@pytest.fixture
def radio(monkeypatch) -> Radio:
    network = Radio()
    enter(monkeypatch, network)
    return network


@pytest.fixture
def space(brand, radio) -> Space:
    return Space.objects.create(
        workspace=brand, network="radio", name="Lumen on Radio", handle="lumen", base_url="https://radio.example.com", account_id="u-us"
    )


@pytest.fixture
def member(yanis) -> Member:
    return member_of(yanis, "maison-lumen")
