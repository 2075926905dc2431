"""Where the vendors' specifications lie: beside the checkout, never in it. A test that needs one is skipped without."""

import functools
import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]


def folder(name: str) -> Path | None:
    """`../shared/specs/<name>`, also from a worktree one folder further down; None where it is not."""
    places = [parent / "shared" / "specs" / name for parent in ROOT.parents]
    return next((place for place in places if place.is_dir()), None)


@functools.cache
def read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data
