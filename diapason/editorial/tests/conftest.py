"""Two networks that exist only here, and a brand with a space on each."""

import tomllib
from datetime import timedelta

import pytest

from diapason.core import clock
from diapason.editorial import editing, planning
from diapason.networks.base import registry
from diapason.networks.base.manifest import parse
from diapason.territory.models import Space
from diapason.workspaces.members import member_of

AGORA = """
kind = "social"
features = ["thread", "first_comment"]
[api]
name = "Agora"
[[text]]
unit = "graphemes"
maximum = 100
source = "here"
checked_on = 2026-11-21
[images]
maximum = 2
max_bytes = 100000
mimes = ["image/jpeg", "image/png"]
ratios = ["1:1", "4:5"]
[video]
maximum = 1
max_seconds = 60
[poll]
max_options = 4
option_length = 25
"""
GAZETTE = """
kind = "blog"
features = ["title", "summary", "tags", "slug"]
[api]
name = "Gazette"
[title]
maximum = 80
[images]
maximum = 20
"""
STRINGS = {"agora": {"name": "Agora"}, "gazette": {"name": "Gazette"}}


@pytest.fixture(autouse=True)
def networks(monkeypatch, tmp_path):
    """`agora`: 100 graphemes, threads, polls, two images. `gazette`: pages with a title and tags, of any length."""
    found = {}
    for slug, manifest in {"agora": AGORA, "gazette": GAZETTE}.items():
        (tmp_path / slug).mkdir()
        strings = {"fr": STRINGS[slug], "en": STRINGS[slug]}
        found[slug] = registry.Network(slug, tmp_path / slug, parse(slug, tomllib.loads(manifest)), strings)
    monkeypatch.setattr(registry, "networks", lambda: found)
    return found


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def no_hooks(monkeypatch):
    """What publishing registered does not run here."""
    for name in ("_planned", "_withdrawn", "_moved", "_now"):
        monkeypatch.setattr(planning, name, [])


@pytest.fixture
def lead(camille, brand):
    """Camille, acting for the brand."""
    return member_of(camille, brand.slug)


@pytest.fixture
def voice(yanis, brand):
    """Yanis, acting for the brand."""
    return member_of(yanis, brand.slug)


@pytest.fixture
def agora(brand) -> Space:
    return Space.objects.create(workspace=brand, network="agora", name="Lumen on Agora", handle="@lumen", account_id="1")


@pytest.fixture
def gazette(brand) -> Space:
    return Space.objects.create(workspace=brand, network="gazette", name="Lumen’s journal", account_id="2")


@pytest.fixture
def tomorrow():
    return (clock.now() + timedelta(days=1)).replace(second=0, microsecond=0)


@pytest.fixture
def post(voice, agora):
    """Yanis’s draft for Agora, without a date."""
    values = {"title": "Winter hours", "text": "We close at five this week.", "v.agora.spaces": str(agora.pk)}
    return editing.create(voice, values).post


class Heard(list[str]):
    """What publishing would have been told, in order."""

    def listen(self, monkeypatch):
        for name in ("planned", "withdrawn", "moved", "now"):
            monkeypatch.setattr(planning, f"_{name}", [lambda member, post, said=name: self.append(said)])
        return self


@pytest.fixture
def heard(monkeypatch, no_hooks):
    return Heard().listen(monkeypatch)


@pytest.fixture
def media_asset(voice):
    """A photo of the library, without words."""
    from diapason.media import uploading
    from diapason.media.tests import files

    return uploading.add(voice, files.upload(files.picture(), "door.jpg"))
