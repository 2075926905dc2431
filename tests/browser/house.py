"""A brand on whose screens there is something, and where its screens are."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import get_resolver, reverse

from diapason.web.demo_brand import SLUG
from diapason.workspaces.models import Invitation, Person, Workspace
from tests.objects import World
from tests.screens import NEWCOMER, Screen

FIRST_DAY = "premier-jour"


@dataclass
class House:
    """What the screens are made of. `found` holds, for an argument of an address, what the demo brand has to show."""

    brand: Workspace
    people: dict[str, Person]
    world: World
    found: dict[str, Any] = field(default_factory=dict)

    def path(self, screen: Screen) -> str:
        values = {name: self.value(name, screen) for name in arguments(screen.url)}
        return reverse(screen.url, kwargs=values) + (f"?{screen.query}" if screen.query else "")

    def value(self, name: str, screen: Screen) -> Any:
        if name == "slug":
            return FIRST_DAY if screen.who == NEWCOMER else SLUG
        wanted = screen.of.get(name)
        if wanted is not None:
            return self.found.get(f"{name}:{wanted}", wanted)
        special = f"{name} of {screen.url}"
        if special in self.found:
            return self.found[special]
        return self.found[name] if name in self.found else self.world.get(name)

    def invitation_speaks(self, language: str) -> None:
        Invitation.objects.filter(workspace=self.brand).update(language=language)
        Person.objects.filter(pk=self.people["camille"].pk).update(language=language)  # whose digest has a link that ends it


def arguments(url: str) -> list[str]:
    """The names of what fills the address of that name."""
    possibilities = get_resolver().reverse_dict.getlist(url)[0][0]
    return list(possibilities[0][1])
