"""The addresses of the built files of the interface."""

import functools
import json
import time

from django.conf import settings
from django.templatetags.static import static


def address(name: str) -> str:
    """The address of a built file, as `app.js`. A new build is seen within a second, without a restart. KeyError for a file that
    the build does not make."""
    return _addresses(int(time.monotonic()))[name]


@functools.lru_cache(maxsize=2)
def _addresses(second: int) -> dict[str, str]:
    names: dict[str, str] = json.loads((settings.BUILD_DIR / "static" / "manifest.json").read_text())
    return {name: static(built) for name, built in names.items()}
