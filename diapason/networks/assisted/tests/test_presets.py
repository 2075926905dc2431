"""Places posted to by hand: each preset is a network of its own, with its own limits."""

import tomllib
from datetime import date

import pytest
from django.utils import translation

from diapason.networks.base import checks, registry
from diapason.networks.base.content import Attachment, Content
from diapason.networks.base.counting import Unit

PRESETS = sorted((registry.get("assisted").folder / "presets").glob("*.toml"))


@pytest.mark.parametrize("path", PRESETS, ids=[path.stem for path in PRESETS])
def test_a_preset_is_a_network_that_says_where_each_limit_was_read(path):
    network = registry.get(f"assisted-{path.stem}")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    assert str(network) == data["name"]
    assert network.manifest.assisted
    assert not network.can("publish")
    tables = [*data["text"], *(data[name] for name in ("title", "images", "video", "poll") if name in data)]
    assert all(len(table["source"]) > 15 and isinstance(table["checked_on"], date) for table in tables)
    assert set(network.strings["fr"]) == set(network.strings["en"])


def test_a_preset_counts_as_the_place_counts_and_shares_the_folder_of_all():
    short = registry.get("assisted-x")
    [limit] = short.manifest.text
    assert (limit.unit, limit.left("https://example.org/" + "a" * 100)) == (Unit.WEIGHTED, 280 - 23)
    assert short.preview_template == "assisted/preview.html"
    assert short.manifest.thread
    assert not registry.get("assisted-linkedin").manifest.thread


def test_a_place_of_which_nothing_is_known_takes_any_text():
    other = registry.get("assisted")
    assert checks.check(Content(("a" * 100_000,)), other.manifest, other.manifest.text) == []
    with translation.override("fr"):
        assert str(other) == "Un autre espace"


def test_what_breaks_the_limits_of_a_preset_is_said():
    photo = registry.get("assisted-instagram")
    wide = Attachment("a.png", "image/png", 10, 3000, 1000)
    found = {problem.code for problem in checks.check(Content(("é" * 2201,), attachments=(wide,)), photo.manifest, photo.manifest.text)}
    assert found == {"too_long", "image_type", "image_ratio"}
