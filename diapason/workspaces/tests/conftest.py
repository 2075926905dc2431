import pytest
from django.test import Client


@pytest.fixture
def browser_of():
    """A browser of its own for each person; of a visitor for None."""

    def make(person=None, **headers):
        client = Client(headers={"Accept-Language": "en", **headers})
        if person:
            client.force_login(person)
        return client

    return make
