"""Backup and restore with the real pg_dump and pg_restore."""

import json
import tarfile

import pytest
from django.core.management import CommandError, call_command

from diapason.core import archive
from diapason.core.crypto import Sealed
from diapason.workspaces.models import Mail, Organisation, Workspace

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def installation(settings, tmp_path):
    """A brand with a secret and a file."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DATA_DIR = tmp_path
    (tmp_path / "encryption_key").write_text("the key")
    picture = tmp_path / "media" / "maison-lumen" / "été.jpg"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"\xff\xd8 light")
    organisation = Organisation.objects.create(name="Maison Lumen")
    Workspace.objects.create(organisation=organisation, name="Maison Lumen", slug="maison-lumen")
    Mail.objects.create(to="nora@example.com", template="x", subject="x", content=Sealed(text="secret words"))
    return tmp_path


def test_what_was_saved_comes_back(installation, capsys):
    saved = installation / "saved.tar"
    call_command("backup", saved)
    assert f"Keep apart from it: {installation / 'encryption_key'}" in capsys.readouterr().out
    Workspace.objects.update(name="Spoiled")
    Workspace.objects.create(organisation=Organisation.objects.get(), name="Later", slug="later")
    picture = installation / "media" / "maison-lumen" / "été.jpg"
    picture.write_bytes(b"spoiled")
    (installation / "media" / "later.jpg").write_bytes(b"later")
    call_command("restore", saved, "--replace")
    assert list(Workspace.objects.values_list("name", flat=True)) == ["Maison Lumen"]
    assert Mail.objects.get().content["text"] == "secret words"
    assert picture.read_bytes() == b"\xff\xd8 light"
    assert not (installation / "media" / "later.jpg").exists()
    kept = [path for path in installation.iterdir() if path.name.startswith("media-before-")]
    assert (kept[0] / "later.jpg").read_bytes() == b"later", "what was replaced is kept aside"


def test_the_archive_holds_no_secret_and_is_for_its_owner_only(installation):
    saved = installation / "saved.tar"
    call_command("backup", saved)
    assert saved.stat().st_mode & 0o077 == 0
    assert b"the key" not in saved.read_bytes()
    assert b"secret words" not in saved.read_bytes()
    with tarfile.open(saved) as tar:
        assert tar.getnames() == ["manifest.json", "database.dump", "media/maison-lumen/été.jpg"]
        manifest = json.load(tar.extractfile("manifest.json") or pytest.fail("no manifest"))
    assert manifest["files"] == 1
    assert manifest["secrets"] == [str(installation / "encryption_key")]


def test_an_installation_that_holds_something_is_left_alone(installation):
    saved = installation / "saved.tar"
    call_command("backup", saved)
    Workspace.objects.update(name="Newer")
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", saved)
    assert Workspace.objects.get().name == "Newer"


def test_a_backup_never_overwrites_a_file(installation):
    (installation / "saved.tar").write_text("precious")
    with pytest.raises(CommandError, match="exists"):
        call_command("backup", installation / "saved.tar")


def test_a_dump_that_fails_leaves_no_file_that_looks_whole(installation, monkeypatch):
    monkeypatch.setattr(archive, "environment", lambda: {"PGHOST": "/nowhere"})
    with pytest.raises(CommandError, match="pg_dump failed"):
        call_command("backup", installation / "saved.tar")
    assert not (installation / "saved.tar").exists()


@pytest.mark.parametrize("content", [b"", b"not a tar file", b"\x00" * 4096])
def test_a_file_that_is_no_backup_changes_nothing(installation, content):
    (installation / "wrong.tar").write_bytes(content)
    with pytest.raises(CommandError, match="not a backup"):
        call_command("restore", installation / "wrong.tar", "--replace")
    assert Workspace.objects.get().name == "Maison Lumen"


def altered(saved, path, member, content):
    """The backup `saved` with `content` in the place of everything but its manifest."""
    call_command("backup", saved)
    with tarfile.open(saved) as source, tarfile.open(path, "w") as target:
        target.addfile(source.getmember("manifest.json"), source.extractfile("manifest.json"))
        archive.add_text(target, member, content)
    return path


@pytest.mark.parametrize(
    ("member", "content", "said"),
    [
        pytest.param("../../climbed", "x", "not a backup", id="an archive that climbs out of its folder"),
        pytest.param("database.dump", "PGDMP nonsense", "pg_restore failed", id="a damaged dump"),
    ],
)
def test_an_altered_backup_changes_neither_database_nor_media(installation, member, content, said):
    hostile = altered(installation / "saved.tar", installation / "altered.tar", member, content)
    with pytest.raises(CommandError, match=said):
        call_command("restore", hostile, "--replace")
    assert Workspace.objects.get().name == "Maison Lumen"
    assert (installation / "media" / "maison-lumen" / "été.jpg").exists()
