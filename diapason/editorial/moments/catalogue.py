"""What is known of each moment whatever the year, read once from ``content/*.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

LANGUAGES = ("fr", "en")
PHASES = ("before", "during", "after")


class Market(StrEnum):
    """Where a moment is kept: France, Québec."""

    FR = "fr"
    QC = "qc"


class Kind(StrEnum):
    """What a moment is to those who plan."""

    PUBLIC_HOLIDAY = "public_holiday"
    COMMERCIAL = "commercial"
    CULTURAL = "cultural"
    CAUSE = "cause"
    SEASON = "season"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Entry:
    """A moment as written: its rule in each market, and the years from which it exists and is exact."""

    key: str
    kind: Kind
    rules: Mapping[Market, str]
    names: Mapping[str, str]
    advice: Mapping[str, Mapping[str, str]]
    source: str
    since: int
    exact_from: int  # beyond any year when the day is never certain


NEVER = 9999


@cache
def entries() -> tuple[Entry, ...]:
    """Every moment, in the order of the files."""
    found: dict[str, Entry] = {}
    for path in sorted(Path(__file__).with_name("content").glob("*.toml")):
        for key, raw in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if key in found:
                raise ValueError(f"{path.name}: {key} is already described")
            found[key] = _entry(key, Kind(path.stem), raw)
    return tuple(found.values())


def _entry(key: str, kind: Kind, raw: Mapping[str, Any]) -> Entry:
    texts = {language: raw[language] for language in LANGUAGES}
    return Entry(
        key=key,
        kind=kind,
        rules=MappingProxyType({Market(market): rule for market, rule in raw["rule"].items()}),
        names=MappingProxyType({language: text["name"] for language, text in texts.items()}),
        advice=MappingProxyType({language: _advice(text) for language, text in texts.items()}),
        source=raw["source"],
        since=raw.get("since", 0),
        exact_from=NEVER if raw.get("approximate") else raw.get("exact_from", 0),
    )


def _advice(text: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({phase: text[phase] for phase in PHASES})
