"""The documentation speaks of what exists: settings, commands, networks, files."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.utils import translation

from diapason.core import env
from diapason.networks.base import registry
from diapason.web.navigation import BRAND, GROUPS, address

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "README.fr.md", *sorted((ROOT / "docs").rglob("*.md"))]
REFERENCE = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
IN_FRENCH = (ROOT / "docs" / "fr" / "reglages.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(env.declared))
def test_every_setting_is_documented_with_its_meaning(name):
    assert f"`{name}`" in REFERENCE
    assert env.declared[name].help in REFERENCE
    assert f"`{name}`" in IN_FRENCH


def test_no_default_is_said_in_one_language_only():
    row = re.compile(r"^\| (`[A-Z_]+`) \| ([^|]+) \|", re.MULTILINE)
    assert dict(row.findall(REFERENCE)) == dict(row.findall(IN_FRENCH))


@pytest.mark.parametrize(("page", "language"), [("guide.md", "en"), ("fr/guide.md", "fr")])
def test_the_guide_speaks_of_every_screen_of_the_rail_by_its_name(page, language):
    guide = (ROOT / "docs" / page).read_text(encoding="utf-8").replace("\n", " ")
    entries = [entry for group in (*GROUPS, (BRAND,)) for each in group for entry in (each, *each.under)]
    with translation.override(language):
        names = [str(entry.label) for entry in entries if address(entry.name, "brand")]
    assert [name for name in names if f"**{name}**" not in guide] == []


def test_no_page_names_a_setting_that_does_not_exist():
    named = {(page.name, name) for page in PAGES for name in re.findall(r"\bDIAPASON_[A-Z_]+[A-Z]\b", page.read_text(encoding="utf-8"))}
    # Those of the tests and of the start scripts are read outside the settings.
    own = {"DIAPASON_PYTHON", "DIAPASON_FULL_FAULTS", "DIAPASON_TEST_PROCESSES", "DIAPASON_TEST_CACHE", "DIAPASON_SHARED", "DIAPASON_SHOTS"}
    known = set(env.declared) | {f"{name}_FILE" for name in env.declared} | own
    assert {(page, name) for page, name in named if name not in known} == set()


def test_every_command_that_a_page_shows_exists():
    shown = {(page.name, name) for page in PAGES for name in re.findall(r"bin/diapason ([a-z_]+)", page.read_text(encoding="utf-8"))}
    assert {(page, name) for page, name in shown if name not in get_commands()} == set()


def test_every_script_that_a_page_shows_exists():
    shown = {name for page in PAGES for name in re.findall(r"(?<![\w/.])bin/([a-z]+)\b", page.read_text(encoding="utf-8"))}
    assert {name for name in shown if not (ROOT / "bin" / name).exists()} == set()


@pytest.mark.parametrize("slug", sorted(registry.networks()))
def test_the_guide_says_how_to_connect_every_network(slug):
    network = registry.get(slug)
    if network.manifest.assisted:
        return
    for guide in (ROOT / "README.md", ROOT / "README.fr.md"):
        assert network.strings["en"]["name"].split()[0] in guide.read_text(encoding="utf-8")


def test_every_link_between_pages_leads_somewhere():
    link = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)(?:#[^)]*)?\)")
    targets = [(page, target) for page in PAGES for target in link.findall(page.read_text(encoding="utf-8"))]
    assert [(page.name, target) for page, target in targets if not (page.parent / target).exists()] == []
