"""Callers of the API, and something for them to read."""

import json
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.test import Client

from diapason.api import tokens
from diapason.api.models import WebhookEndpoint
from diapason.api.scopes import SCOPES
from diapason.api.tests.receiver import receiving
from diapason.api.webhooks import calling, endpoints, queue, types
from diapason.core import clock
from diapason.networks.base import registry
from diapason.territory.models import Space
from diapason.workspaces.members import member_of


class Api:
    """A program with a token: `api.get("/posts")` answers (status, body, response)."""

    def __init__(self, plain: str) -> None:
        self.plain, self.client = plain, Client(raise_request_exception=True)
        self.there: dict[str, int] = {}  # numbers of objects that it may ask for, by the name of the parameter

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, Any]:
        sent = {"Authorization": f"Bearer {self.plain}", "Accept-Language": "en", **{k.replace("_", "-"): v for k, v in headers.items()}}
        data = json.dumps(body) if body is not None else ""
        response = self.client.generic(method, f"/api/v1{path}", data, "application/json", headers=sent)
        return response.status_code, json.loads(response.content) if response.content else None, response

    def get(self, path: str, **headers: str) -> tuple[int, Any, Any]:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any, Any]:
        return self.ask("POST", path, body if body is not None else {}, **headers)


@pytest.fixture
def caller(brand):
    """Makes a program for a person, with these scopes (all of them by default)."""

    def make(person, *scopes: str) -> Api:
        member = member_of(person, brand.slug)
        _token, plain = tokens.create(member, "Test", list(scopes or SCOPES), None)
        return Api(plain)

    return make


@pytest.fixture
def api(caller, camille) -> Api:
    return caller(camille)


@pytest.fixture
def space(brand, camille) -> Space:
    """A space whose network publishes and takes replies."""
    slug = next(slug for slug, network in registry.networks().items() if network.can("publish") and "reply" in network.manifest.features)
    return Space.objects.create(workspace=brand, network=slug, name="Maison Lumen", account_id="1", connected_by=camille)


@pytest.fixture
def tomorrow():
    return (clock.now() + timedelta(days=1)).replace(second=0, microsecond=0)


@pytest.fixture
def receiver(settings):
    """A server that webhooks may reach although it is on this machine."""
    with receiving() as found:
        settings.TRUSTED_HOSTS = {*settings.TRUSTED_HOSTS, found.host}
        yield found


@pytest.fixture
def endpoint(brand, camille, receiver) -> WebhookEndpoint:
    """A webhook of the brand that is told everything."""
    member = member_of(camille, brand.slug)
    made, _secret = endpoints.create(member, url=receiver.url, description="Chat", names=[each.name for each in types.TYPES])
    return endpoints.access_endpoint(member, made.pk)


@pytest.fixture
def send():
    """Sends all that is due, as a worker does, within the transaction of the test; how many."""

    def act() -> int:
        found = queue.claim(100, each=100)
        for item in found:
            queue.settle(item, async_to_sync(calling.call)(item.message))
        return len(found)

    return act
