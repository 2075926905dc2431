"""The names that a file may use: the brand's objectives, personas, campaigns, networks and spaces, each found by its words."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from diapason.editorial import forms
from diapason.editorial.exchange.columns import plain
from diapason.editorial.models import Post
from diapason.networks.base import registry
from diapason.strategy.models import Campaign, Objective, Persona
from diapason.territory.access import spaces
from diapason.territory.models import Space
from diapason.workspaces.members import Member
from diapason.workspaces.models import Person

LANGUAGE_NAMES = {  # in French and in English, as `plain` has them
    "fr": ("francais", "french"),
    "en": ("anglais", "english"),
    "de": ("allemand", "german"),
    "es": ("espagnol", "spanish"),
    "it": ("italien", "italian"),
    "nl": ("neerlandais", "dutch"),
    "pt": ("portugais", "portuguese"),
    "ar": ("arabe", "arabic"),
}
ROWS: dict[str, Any] = {"objective": Objective, "persona": Persona, "campaign": Campaign}
LANGUAGES = {said: code for code, name in forms.LANGUAGES for said in (code, plain(name), *LANGUAGE_NAMES[code])}
SEPARATORS = re.compile(r"[,;|\n/+&]")
Chosen = dict[str, set[int]]  # spaces by network


@dataclass(slots=True)
class Names:
    """Read once for a file: seven queries."""

    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    networks: dict[str, str] = field(default_factory=dict)
    spaces: dict[str, list[Space]] = field(default_factory=lambda: defaultdict(list))
    of_network: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    choices: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, member: Member) -> Self:
        """What the member may choose from."""
        names = cls()
        for kind, model in ROWS.items():
            listed = model.objects.filter(workspace=member.workspace).order_by("-pk").values_list("name", "pk")
            names.rows[kind] = {plain(name): pk for name, pk in listed}
        people = Person.objects.filter(memberships__workspace=member.workspace).order_by("-pk")
        names.rows["assignee"] = {plain(said): each.pk for each in people for said in (each.email, str(each))}
        for slug, network in registry.networks().items():
            said = {slug, *(strings.get("name", slug) for strings in network.strings.values())}
            names.networks |= {plain(name): slug for name in said}
        for space in spaces(member):
            names.of_network[space.network].add(space.pk)
            for name in {plain(space.name), plain(space.handle), *qualified(space)} - {""}:
                names.spaces[name].append(space)
        names.choices = {"status": enumerated(Post.Status), "content_type": enumerated(Post.ContentType)}
        return names

    def row(self, kind: str, value: str) -> int | None:
        """Raises ValidationError for a name that the brand does not have."""
        if not value.strip():
            return None
        found = self.rows[kind].get(plain(value))
        if found is None:
            raise ValidationError(
                _("“%(name)s” is not known here. Create it first, or choose to leave unknown names out.") % {"name": value[:80]}
            )
        return found

    def choice(self, kind: str, value: str) -> str:
        found = self.choices[kind].get(plain(value), "")
        if value.strip() and not found:
            raise ValidationError(_("“%(value)s” is not one of the choices.") % {"value": value[:80]})
        return found

    def language(self, value: str) -> str:
        found = LANGUAGES.get(plain(value).split(" ")[0] if value.strip() else "", "")
        if value.strip() and not found:
            raise ValidationError(_("“%(value)s” is not a language that posts are written in here.") % {"value": value[:80]})
        return found

    def chosen(self, value: str) -> tuple[Chosen, list[str]]:
        """The spaces named, by network (all of them for a network), and the words that name nothing."""
        found: Chosen = {}
        unknown = []
        for word in (piece.strip() for piece in SEPARATORS.split(value)):
            name = plain(word)
            if name in self.networks:
                network = self.networks[name]
                found.setdefault(network, set()).update(self.of_network[network])
            elif name in self.spaces:
                for space in self.spaces[name]:
                    found.setdefault(space.network, set()).add(space.pk)
            elif name:
                unknown.append(word)
        return found, unknown


def qualified(space: Space) -> set[str]:
    """« Réseau : nom », as an export writes a space, in every language."""
    network = registry.networks().get(space.network)
    said = {strings.get("name", space.network) for strings in network.strings.values()} if network else set()
    return {plain(f"{name} {space.name}") for name in said}


def enumerated(values: Any) -> dict[str, str]:
    """Every way to say a choice: its code, and its words in each language."""
    from django.utils import translation

    found: dict[str, str] = {}
    for language in ("fr", "en"):
        with translation.override(language):
            found |= {plain(label): str(value) for value, label in values.choices}
    return found | {plain(value): str(value) for value in values.values}
