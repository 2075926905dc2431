"""The manifest of a network: its limits and manners as data, each with a source and the date it was checked."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from diapason.networks.base.counting import Limits, TextLimit, Unit

Strings = dict[str, str]


class BadManifest(ValueError):
    """A manifest that cannot be used; the message names the file and the field."""


@dataclass(frozen=True, slots=True)
class ImageLimits:
    """`max_bytes` per image; ratios are width ÷ height, None where any will do."""

    maximum: int = 0
    max_bytes: int = 0
    mimes: tuple[str, ...] = ()
    max_pixels: int = 0
    min_ratio: float | None = None
    max_ratio: float | None = None
    alt_max: int = 0
    ratios: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VideoLimits:
    maximum: int = 0
    max_bytes: int = 0
    mimes: tuple[str, ...] = ()
    min_seconds: float = 0
    max_seconds: float = 0


@dataclass(frozen=True, slots=True)
class PollLimits:
    min_options: int = 2
    max_options: int = 0
    option_length: int = 0
    min_seconds: int = 300
    max_seconds: int = 604800


@dataclass(frozen=True, slots=True)
class Manifest:
    """`kind` is the kind of space (`territory`); `assisted` means that a person posts by hand; `options` are what a post
    may choose there (`Content.options`): `name`, `values` and `default`, or `type`; their labels are in the strings.
    `tell` says what is typed so that people of the team are told things there (`tell.py`);
    for `exports`, see `base/exports.py`."""

    slug: str
    kind: str
    api: dict[str, Any]
    text: Limits
    title_max: int
    images: ImageLimits
    video: VideoLimits
    poll: PollLimits | None
    thread: bool
    assisted: bool
    features: frozenset[str]
    rate_limits: tuple[dict[str, Any], ...] = ()
    auth: dict[str, Any] = field(default_factory=dict)
    tell: dict[str, Any] = field(default_factory=dict)
    stream: dict[str, Any] = field(default_factory=dict)
    options: tuple[dict[str, Any], ...] = ()
    exports: tuple[dict[str, Any], ...] = ()
    colour: str = ""
    default_base_url: str = ""
    order: int = 100


def read_strings(path: Path) -> Strings:
    """The sentences of one language, flattened: `[errors] too_long` becomes `errors.too_long`."""
    flat: Strings = {}

    def walk(prefix: str, table: dict[str, Any]) -> None:
        for key, value in table.items():
            if isinstance(value, dict):
                walk(f"{prefix}{key}.", value)
            else:
                flat[prefix + key] = str(value)

    walk("", tomllib.loads(path.read_text(encoding="utf-8")))
    return flat


def read_manifest(path: Path) -> Manifest:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        return parse(path.parent.name, data)
    except (KeyError, TypeError, ValueError) as error:
        raise BadManifest(f"{path}: {error!r}") from error


def read_preset_manifest(slug: str, base: Path, path: Path) -> tuple[Manifest, str]:
    """The manifest of a preset and its name: the tables of `path` over those of `base`."""
    own, shared = (tomllib.loads(one.read_text(encoding="utf-8")) for one in (path, base))
    try:
        return parse(slug, {**shared, **own}), str(own["name"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadManifest(f"{path}: {error!r}") from error


def parse(slug: str, data: dict[str, Any]) -> Manifest:
    return Manifest(
        slug=slug,
        kind=data["kind"],
        api=data["api"],
        text=Limits(tuple(text_limit(item) for item in data.get("text", []))),
        title_max=data.get("title", {}).get("maximum", 0),
        images=ImageLimits(**tuples(data.get("images", {}))),
        video=VideoLimits(**tuples(data.get("video", {}))),
        poll=PollLimits(**tuples(data["poll"])) if "poll" in data else None,
        thread="thread" in data.get("features", []),
        assisted=data.get("assisted", False),
        features=frozenset(data.get("features", [])),
        rate_limits=tuple(data.get("rate_limits", [])),
        auth=data.get("auth", {}),
        tell=data.get("tell", {}),
        stream=data.get("stream", {}),
        options=tuple(data.get("options", [])),
        exports=tuple(data.get("exports", [])),
        colour=data.get("colour", ""),
        default_base_url=data.get("default_base_url", ""),
        order=data.get("order", 100),
    )


def text_limit(item: dict[str, Any]) -> TextLimit:
    return TextLimit(
        unit=Unit(item["unit"]),
        maximum=item["maximum"],
        url_length=item.get("url_length"),
        source=item["source"],
        checked_on=item["checked_on"],
    )


def tuples(table: dict[str, Any]) -> dict[str, Any]:
    """Lists become tuples; `source` and `checked_on` document the table and are left out."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items() if key not in {"source", "checked_on"}}
