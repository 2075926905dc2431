"""What the folder of a network must hold."""

import ast
import re
import string
import tomllib
import xml.etree.ElementTree as ET
from datetime import date
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from diapason.core import clock
from diapason.networks.base import checks, protocols
from diapason.networks.base.content import Content, Poll
from diapason.networks.base.registry import CAPABILITIES
from diapason.networks.conformance.contract import differences

REQUIRED = ("manifest.toml", "strings.fr.toml", "strings.en.toml", "icon.svg")
# Raised by what all networks share; their sentences are the application's.
SHARED_CODES = {"address_refused", ""}


def raw(network):
    return tomllib.loads((network.folder / "manifest.toml").read_text(encoding="utf-8"))


def sources(network):
    """The Python files of the folder that run in production."""
    return [path for path in network.folder.glob("*.py") if not path.name.startswith("fake")]


def test_the_folder_has_its_files(network):
    assert [name for name in REQUIRED if not (network.folder / name).exists()] == []


def test_a_network_that_publishes_can_be_connected_and_has_a_fake(network):
    if network.can("publish"):
        assert network.can("auth")
        assert (network.folder / "fake.py").exists()
        assert (network.folder / "preview.html").exists()


def test_the_manifest_says_which_api_it_was_written_for(network):
    if not network.manifest.assisted:
        api = network.manifest.api
        assert set(api) >= {"name", "version", "documentation", "checked_on", "cost"}
        assert api["documentation"].startswith("https://")


def test_every_limit_has_a_source_and_the_day_it_was_checked(network):
    data = raw(network)
    tables = [*data.get("text", []), *data.get("rate_limits", [])]
    tables += [data[name] for name in ("title", "images", "video", "poll") if data.get(name)]
    assert tables or network.manifest.assisted
    for table in tables:
        assert isinstance(table["checked_on"], date), table
        assert date(2026, 1, 1) <= table["checked_on"] <= clock.now().date(), table
        assert len(str(table["source"])) > 8, table


def test_the_two_languages_say_the_same_things(network):
    french, english = network.strings["fr"], network.strings["en"]
    assert set(french) == set(english)
    for key, sentence in english.items():
        assert sentence.strip(), key
        assert french[key].strip(), key
        assert placeholders(sentence) == placeholders(french[key]), key


def placeholders(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_french_is_set_as_french_is(network):
    for key, sentence in network.strings["fr"].items():
        assert "'" not in sentence, f"{key}: a typographic apostrophe is wanted"
        assert not re.search(r"(?<![\u202f\u00a0/0-9])[;:!?](?=\s|$)", sentence), f"{key}: a narrow no-break space is wanted before ; : ! ?"


def test_every_code_that_the_connector_gives_has_its_sentence(network):
    known = {key.split(".", 1)[1] for key in network.strings["en"] if key.startswith(("errors.", "problems."))}
    shared = SHARED_CODES | set(codes_in(checks.__file__))
    given = {code for path in sources(network) for code in codes_in(path)}
    assert given - shared - known == set()


def codes_in(path):
    """The literals given as `code=`, and as the first argument of Problem."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            named = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
            first = call.args[:1] if isinstance(call.func, ast.Name) and call.func.id == "Problem" else []
            yield from (node.value for node in [*named, *first] if isinstance(node, ast.Constant) and isinstance(node.value, str))


def test_what_a_person_fills_in_has_a_label(network):
    strings = network.strings["en"]
    assert "name" in strings
    for field in network.manifest.auth.get("fields", []):
        assert f"fields.{field['name']}" in strings
    for field in network.manifest.tell.get("fields", []):
        assert f"tell.{field['name']}" in strings
    assert network.can("tell") == bool(network.manifest.tell)
    for option in network.manifest.options:
        assert f"options.{option['name']}" in strings
        for value in option.get("values", []):
            assert f"options.{option['name']}.{value}" in strings
    if network.manifest.auth.get("server"):
        assert {"server", "server_help"} <= set(strings)


def test_the_icon_is_a_small_drawing_in_the_current_colour(network):
    assert len(network.icon) < 4096
    root = ET.fromstring(network.icon)  # noqa: S314 - a file of ours
    assert root.tag.endswith("svg")
    assert "viewBox" in root.attrib
    assert "currentColor" in network.icon
    assert not re.search(r"<script|<style|href|url\(|style=|\son\w+=", network.icon)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_preview_shows_the_words_and_runs_nothing(network, language):
    if not (network.folder / "preview.html").exists():
        pytest.skip(f"nothing is published on {network}")
    content = Content(parts=("Bonjour <b>vous</b>", "La suite"), title="Titre", poll=Poll(("Oui", "Non")), language=language)
    space = SimpleNamespace(name="Maison Lumen", handle="@lumen", url="https://example.org", avatar_url="")
    html = render_to_string(network.preview_template, {"content": content, "space": space, "pictures": [{"url": "/m/1", "alt": "A"}]})
    assert "Bonjour &lt;b&gt;vous" in html
    assert not re.search(r"<script|style=|\son\w+=|https?://(?!example\.org)", html)
    assert len(html) < 20_000


@pytest.mark.parametrize("capability", [name for name in CAPABILITIES if hasattr(protocols, name.capitalize())])
def test_a_capability_has_the_functions_of_its_contract(network, capability):
    if not network.can(capability):
        pytest.skip(f"{network} has no {capability}")
    assert differences(network.module(capability), getattr(protocols, capability.capitalize()), network.manifest) == []


def test_no_network_is_named_by_what_all_share(network):
    if len(network.slug) < 5 or network.slug in {"webhook", "assisted"}:
        pytest.skip("the name is a common word")
    shared = [*(network.folder.parent / "base").glob("*.py"), *(network.folder.parent / "conformance").glob("*.py")]
    assert [path.name for path in shared if network.slug in path.read_text(encoding="utf-8").lower()] == []
