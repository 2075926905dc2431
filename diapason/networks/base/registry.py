"""Finds the networks: every folder beside this one that has a manifest. Capabilities are files, imported when asked."""

import functools
import importlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from django.utils.translation import get_language

from diapason.networks.base.manifest import Manifest, Strings, read_manifest, read_preset_manifest, read_strings

FOLDER = Path(__file__).resolve().parent.parent
CAPABILITIES = ("auth", "publish", "converse", "moderate", "insights", "listen", "search", "stream", "exports", "ads", "tell")


class NoSuchNetwork(LookupError):
    pass


class NotCapable(LookupError):
    """The network has no such capability."""


@dataclass(frozen=True)
class Network:
    """`slug` is the folder's name, or `<folder>-<preset>` for one of the presets that a folder holds as data."""

    slug: str
    folder: Path
    manifest: Manifest
    strings: dict[str, Strings]

    def __str__(self) -> str:
        return self.say("name")

    @property
    def description(self) -> str:
        """What it is, in a line, in the reader's language."""
        return self.say("description")

    def can(self, capability: str) -> bool:
        return (self.folder / f"{capability}.py").exists()

    def module(self, name: str) -> ModuleType:
        """A file of the network's folder. Raises NotCapable where there is none."""
        if not (self.folder / f"{name}.py").exists():
            raise NotCapable(f"{self.slug} has no {name}")
        return importlib.import_module(f"diapason.networks.{self.folder.name}.{name}")

    @property
    def preview_template(self) -> str:
        """How a post will look there: a partial that wants `content`, `space` and `pictures` (each `url`, `alt`, `video`)."""
        return f"{self.folder.name}/preview.html"

    @property
    def icon(self) -> str:
        """The mark as inline SVG, drawn in the current colour."""
        return (self.folder / "icon.svg").read_text(encoding="utf-8").strip()

    # Typed as Any: the contracts are in `protocols.py`, and the conformance suite holds every folder to them.
    @property
    def auth(self) -> Any:
        return self.module("auth")

    @property
    def publish(self) -> Any:
        return self.module("publish")

    @property
    def converse(self) -> Any:
        return self.module("converse")

    @property
    def insights(self) -> Any:
        return self.module("insights")

    @property
    def moderate(self) -> Any:
        return self.module("moderate")

    @property
    def listen(self) -> Any:
        return self.module("listen")

    @property
    def search(self) -> Any:
        return self.module("search")

    @property
    def tell(self) -> Any:
        return self.module("tell")

    @property
    def stream(self) -> Any:
        return self.module("stream")

    def say(self, key: str, /, **values: Any) -> str:
        """A sentence of the network's own strings, in the reader's language; the key itself where it is missing."""
        language = (get_language() or "en")[:2]
        strings = self.strings.get(language) or self.strings["en"]
        text = strings.get(key) or self.strings["en"].get(key, key)
        return text.format(**values) if values else text


@functools.cache
def networks() -> dict[str, Network]:
    """Every network by its slug, in alphabetical order."""
    found: dict[str, Network] = {}
    for manifest in sorted(FOLDER.glob("*/manifest.toml")):
        network = read_network(manifest.parent)
        found[network.slug] = network
        for preset in sorted(manifest.parent.glob("presets/*.toml")):
            one = read_preset(network, preset)
            found[one.slug] = one
    return found


def read_network(folder: Path) -> Network:
    strings = {language: read_strings(folder / f"strings.{language}.toml") for language in ("fr", "en")}
    return Network(folder.name, folder, read_manifest(folder / "manifest.toml"), strings)


def read_preset(network: Network, path: Path) -> Network:
    """A network that is the folder's with other data: what the file says replaces what the manifest says, table by table.

    Its `name` is the same in every language; the folder's string `preset` describes it.
    """
    slug = f"{network.slug}-{path.stem}"
    manifest, name = read_preset_manifest(slug, network.folder / "manifest.toml", path)
    strings = {language: {**own, "name": name, "description": own["preset"]} for language, own in network.strings.items()}
    return Network(slug, network.folder, manifest, strings)


def get(slug: str) -> Network:
    try:
        return networks()[slug]
    except KeyError:
        raise NoSuchNetwork(slug) from None
