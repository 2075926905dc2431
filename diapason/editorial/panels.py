"""What the composer shows for each network: its spaces, its text, its media, and what that network offers more."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property

from diapason.editorial import composing, sheet
from diapason.editorial.models import Post
from diapason.editorial.sheet import Sheet
from diapason.media.models import Asset
from diapason.media.views.upload import described
from diapason.networks.base import registry
from diapason.networks.base.registry import Network
from diapason.territory.access import spaces as visible_spaces
from diapason.territory.models import Space
from diapason.workspaces.members import Member


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a network. `kind` is `choice`, `text` or `words`."""

    name: str
    label: str
    kind: str
    value: str
    values: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Panel:
    """`values` are the parts of the sheet for this network; `spaces` those that the member may choose."""

    network: Network
    spaces: list[Space]
    values: Mapping[str, str]
    post: Post
    assets: Mapping[int, Asset]
    errors: Mapping[str, str]

    @property
    def slug(self) -> str:
        return self.network.slug

    @cached_property
    def chosen(self) -> set[int]:
        return {int(piece) for piece in self.values["spaces"].split(",") if piece}

    @property
    def choices(self) -> list[tuple[Space, bool]]:
        return [(space, space.pk in self.chosen) for space in self.spaces]

    @property
    def limits(self) -> str:
        """For the counter of the browser: those of the first space chosen, else the manifest's."""
        space = next((space for space in self.spaces if space.pk in self.chosen), None)
        limits = composing.limits_for(self.network, space)
        return json.dumps([{"unit": str(limit.unit), "maximum": limit.maximum, "urlLength": limit.url_length} for limit in limits])

    @property
    def has_title(self) -> bool:
        return "title" in self.network.manifest.features or self.network.manifest.title_max > 0

    @property
    def has_summary(self) -> bool:
        return "summary" in self.network.manifest.features

    @property
    def has_first_comment(self) -> bool:
        return "first_comment" in self.network.manifest.features

    @property
    def appends_hashtags(self) -> bool:
        return "tags" not in self.network.manifest.features

    @property
    def media(self) -> list[dict[str, Any]]:
        return media_list(self.values["media"], self.assets)

    @property
    def shared_media(self) -> list[dict[str, Any]]:
        """The idea's files with this network's crops."""
        own = {item["asset"]["id"]: item for item in self.media}
        shared = media_list(sheet.media_text(self.post.media.all()), self.assets)
        return [item | {"crop": own[item["asset"]["id"]]["crop"] if item["asset"]["id"] in own else item["crop"]} for item in shared]

    @property
    def shown_media(self) -> str:
        """What its list of media begins with, as JSON."""
        return json.dumps(self.media if self.values["own_media"] else self.shared_media, ensure_ascii=False)

    @property
    def ratios(self) -> str:
        return json.dumps(list(self.network.manifest.images.ratios))

    @property
    def poll_options(self) -> list[str]:
        limits = self.network.manifest.poll
        lines = self.values["poll"].splitlines()
        return lines + [""] * ((limits.max_options if limits else 0) - len(lines))

    @property
    def options(self) -> list[Option]:
        try:
            kept = json.loads(self.values["options"] or "{}")
        except ValueError:
            kept = {}
        return [self.option(declared, str(kept.get(declared["name"], ""))) for declared in self.network.manifest.options]

    def option(self, declared: dict[str, Any], value: str) -> Option:
        name, values = declared["name"], declared.get("values") or ()
        label = self.network.say(f"options.{name}")
        said = [(each, self.network.say(f"options.{name}.{each}")) for each in values]
        return Option(name, label, "choice" if values else declared.get("type", "text"), value or str(declared.get("default", "")), said)

    @property
    def error_list(self) -> list[str]:
        prefix = f"v.{self.slug}."
        return [text for name, text in self.errors.items() if name.startswith(prefix)]


def panels(member: Member, post: Post, values: Sheet, errors: Mapping[str, str]) -> list[Panel]:
    """One for each network of the brand's spaces that can be published to, in the networks' order."""
    by_network: dict[str, list[Space]] = {}
    for space in visible_spaces(member).exclude(state=Space.State.WATCHED):
        by_network.setdefault(space.network, []).append(space)
    for network in sheet.networks(values):
        by_network.setdefault(network, [])
    known = registry.networks()
    listed = [known[slug] for slug in by_network if slug in known]
    assets = assets_of(post, values)
    return [
        Panel(network, by_network[network.slug], parts_of(values, network.slug), post, assets, errors)
        for network in sorted(listed, key=lambda network: (network.manifest.order, network.slug))
    ]


def parts_of(values: Sheet, network: str) -> dict[str, str]:
    return {part: sheet.get(values, f"v.{network}.{part}") for part in sheet.PARTS}


def assets_of(post: Post, values: Sheet) -> dict[int, Asset]:
    """The files that the sheet speaks of, by number."""
    numbers = set()
    for name, text in values.items():
        if name.rsplit(".", 1)[-1] == "media":
            numbers |= {int(item["asset"]) for item in json.loads(text or "[]")}
    return Asset.objects.filter(workspace=post.workspace).in_bulk(numbers)


def media_list(text: str, assets: Mapping[int, Asset]) -> list[dict[str, Any]]:
    """For the media list of a page: each file with what shows it, its crop and its words."""
    items = json.loads(text or "[]")
    return [
        {"asset": described(assets[item["asset"]]), "crop": item.get("crop"), "alt": item.get("alt") or ""}
        for item in items
        if item["asset"] in assets
    ]
