"""The reference library's Python port, loaded as an oracle, and the official vectors."""

import importlib
import importlib.resources
import os
import sys
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[5]


def official(name: str) -> dict[str, list[dict[str, Any]]]:
    """The vectors of one conformance file, by group; skips the test when they are absent."""
    shared = Path(os.environ.get("DIAPASON_SHARED") or ROOT.parent / "shared")
    path = shared / "specs/twitter-text/conformance" / name
    if not path.exists():
        pytest.skip("skipped: ../shared/specs/twitter-text absent")
    tests: dict[str, list[dict[str, Any]]] = yaml.safe_load(path.read_text(encoding="utf-8"))["tests"]
    return tests


@cache
def port() -> tuple[Callable[[str], list[dict[str, Any]]], Callable[[str], Any]]:
    """(extract_urls_with_indices, parse_tweet) of the port; its ``pkg_resources`` is lent while it loads."""
    lent = ModuleType("pkg_resources")
    vars(lent)["resource_string"] = lambda module, name: importlib.resources.files(module.rpartition(".")[0]).joinpath(name).read_bytes()
    missing = "pkg_resources" not in sys.modules
    try:
        if missing:
            sys.modules["pkg_resources"] = lent
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            library = importlib.import_module("twitter_text")
    except ModuleNotFoundError:
        pytest.skip("skipped: twitter-text-parser absent")
    finally:
        if missing:
            sys.modules.pop("pkg_resources", None)
    return library.extract_urls_with_indices, library.parse_tweet
