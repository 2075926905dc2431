"""Walks the addresses of a brand: which views there are, which door each has, and who passes it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from diapason.workspaces.permissions import MATRIX
from tests.objects import FACTORIES, World

BRAND_PREFIX = "w/<slug:slug>/"


@dataclass(frozen=True)
class Address:
    """One address of a brand: its route below the prefix and the view that answers."""

    route: str
    view: Any
    converters: dict[str, Any]

    @property
    def permission(self) -> str | None:
        """What the door of the view asks for; None for a view without a door."""
        return getattr(self.view, "permission", None)

    def problem(self) -> str | None:
        """What must be mended before this address can be walked."""
        if self.permission is None:
            return f"{self.route}: {self.view.__module__}.{self.view.__name__} has no door (workspaces.doors.door)"
        if self.permission not in MATRIX:
            return f"{self.route}: the permission {self.permission!r} is not in permissions.MATRIX"
        missing = [name for name in self.converters if name not in FACTORIES]
        return f"{self.route}: add a factory for {', '.join(missing)} to FACTORIES in tests/objects.py" if missing else None

    def path(self, world: World) -> str:
        def value(argument: re.Match[str]) -> str:
            name = argument["name"]
            return str(self.converters[name].to_url(world.get(name, self.route)))

        return f"/w/{world.brand.slug}/{re.sub(r'<(?:\w+:)?(?P<name>\w+)>', value, self.route)}"


def brand_addresses(urlconf: str | None = None) -> list[Address]:
    """Every address under `/w/<slug>/`, in the order of the resolver."""
    found = walk(get_resolver(urlconf), "", {})
    return [
        Address(address.route.removeprefix(BRAND_PREFIX), address.view, {k: v for k, v in address.converters.items() if k != "slug"})
        for address in found
        if address.route.startswith(BRAND_PREFIX)
    ]


def walk(resolver: URLResolver, prefix: str, converters: dict[str, Any]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        named = {**converters, **entry.pattern.converters}
        if isinstance(entry, URLPattern):
            yield Address(route, entry.callback, named)
        else:
            yield from walk(entry, route, named)


@dataclass(frozen=True)
class Answer:
    """`passed` says whether the door let the request in, whatever the view did then."""

    status: int
    passed: bool
    to_sign_in: bool


def ask(client: Client, method: str, path: str) -> Answer:
    """One request, whose changes are undone."""
    kept = transaction.savepoint_create()
    try:
        response = client.generic(method, path)
        location = response.headers.get("Location", "")
        return Answer(
            response.status_code,
            hasattr(response.wsgi_request, "member"),
            response.status_code == 302 and location.startswith("/accounts/login/?next="),
        )
    finally:
        transaction.savepoint_rollback(kept)
