"""A network of the tests' own, which answers what a test tells it."""

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from diapason.core.crypto import Sealed
from diapason.networks.base import registry
from diapason.networks.base.connection import Authorization, Connected, Connection, Health
from diapason.networks.base.errors import NetworkError
from diapason.networks.base.manifest import parse
from diapason.networks.base.registry import Network

STRINGS = {
    "name": "Example",
    "description": "A network of the tests",
    "server": "Server",
    "server_help": "Where the account lives.",
    "fields.handle": "Account",
    "fields.password": "App password",
    "fields.password_help": "Settings, then app passwords.",
    "errors.wrong_password": "The app password is wrong.",
}
MANIFEST: dict[str, Any] = {
    "kind": "social",
    "api": {"name": "none"},
    "auth": {
        "methods": ["password", "oauth"],
        "server": True,
        "server_example": "example.org",
        "fields": [{"name": "handle"}, {"name": "password", "secret": True}],
    },
    "text": [{"unit": "graphemes", "maximum": 300, "source": "https://example.org/limits", "checked_on": "2026-11-21"}],
}


@dataclass
class Example:
    """Says yes as `account`, or raises `error`."""

    account: str = "1"
    error: NetworkError | None = None
    health: Health = field(default_factory=lambda: Health("@lumen"))
    asked: list[Any] = field(default_factory=list)

    def connected(self, connection: Connection) -> Connected:
        if self.error:
            raise self.error
        return Connected(self.account, "@lumen", "Lumen", connection.base_url, Sealed(access="secret"), declared={"size": 300})

    async def connect(self, connection: Connection, fields: dict[str, str]) -> Connected:
        self.asked.append((connection.base_url, fields))
        return self.connected(connection)

    async def authorize(self, connection: Connection, redirect_uri: str) -> Authorization:
        if self.error:
            raise self.error
        state = f"state-{len(self.asked)}"
        self.asked.append((connection.base_url, redirect_uri, dict(connection.credentials)))
        return Authorization(f"{connection.base_url}/oauth?state={state}", state, Sealed(verifier="kept"))

    async def complete(self, connection: Connection, redirect_uri: str, secrets: Sealed, answer: dict[str, str]) -> Connected:
        self.asked.append((dict(secrets), answer))
        return self.connected(connection)

    async def check(self, connection: Connection) -> Health:
        if self.error:
            raise self.error
        return self.health


class ExampleNetwork(Network):
    said: Example

    def can(self, capability: str) -> bool:
        return capability in {"auth", "publish"}

    @property
    def auth(self) -> Any:
        return self.said

    @property
    def publish(self) -> Any:
        return SimpleNamespace(limits=lambda declared: self.manifest.text)


@pytest.fixture
def network(monkeypatch) -> ExampleNetwork:
    made = ExampleNetwork("example", Path(__file__).parent, parse("example", MANIFEST), {"en": STRINGS, "fr": STRINGS})
    object.__setattr__(made, "said", Example())
    everything = {**registry.networks(), "example": made}
    monkeypatch.setattr(registry, "networks", lambda: everything)
    return made


@pytest.fixture
def example(network) -> Example:
    return network.said


@pytest.fixture
def chief(brand, camille):
    """Camille, as a member of the brand."""
    from diapason.workspaces.members import member_of

    return member_of(camille, brand.slug)
