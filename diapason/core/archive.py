"""Backup and restore of an installation: one tar file with the database and the media.

    manifest.json    version, moment, the names of the secrets that are needed beside it
    database.dump    pg_dump, custom format
    media/…          the files of the library

Secrets are not in it: a backup that leaves the machine must not open what it holds. They are named, to be kept apart.
"""

import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from diapason.core import clock, postgres

FORMAT = 1
# All or nothing: a dump that does not go in whole leaves the database as it was. What is there goes first, and as a whole: piece by
# piece, as `pg_restore --clean` would do it, it stops at what parts of a table inherit.
RESTORING = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
EMPTIED = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
SECRETS = ("secret_key", "encryption_key")


class CannotRestore(Exception):
    """Why the archive was not taken; the message can be shown."""


@dataclass(frozen=True, slots=True)
class Manifest:
    format: int
    made_at: str
    postgres: int
    migrations: int
    files: int
    secrets: list[str]


def run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's own programs: that of the machine when DATABASE_URL is a server's, else the embedded one's."""
    folder = postgres.binaries()
    command = str(folder / program) if (folder / program).exists() else program
    done = subprocess.run([command, *arguments], capture_output=True, text=True, check=False, env=environment())
    if done.returncode:
        raise CannotRestore(f"{program} failed: {done.stderr.strip()[-600:]}")


def environment() -> dict[str, str]:
    """How libpq finds the database. The password never appears among the arguments, which others on the machine can read."""
    config = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return {**os.environ, **{variable: str(config[name]) for variable, name in named.items() if config.get(name)}}


def media_files() -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(path for path in root.rglob("*") if path.is_file()) if root.exists() else []


def secrets_beside() -> list[str]:
    """The files that must be kept apart, and without which a restored installation cannot read its tokens."""
    return [str(settings.DATA_DIR / name) for name in SECRETS if (settings.DATA_DIR / name).exists()]


def backup(target: Path) -> Manifest:
    """Writes the archive; the file appears under its name only when it is whole."""
    partial = target.with_name(f"{target.name}.partial")
    files = media_files()
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "database.dump"
        run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
        manifest = Manifest(
            FORMAT, clock.now().isoformat(), connection.cursor().connection.info.server_version, applied(), len(files), secrets_beside()
        )
        os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        with tarfile.open(partial, "w") as archive:
            add_text(archive, "manifest.json", json.dumps(asdict(manifest), indent=1))
            archive.add(dump, "database.dump")
            for file in files:
                archive.add(file, f"media/{file.relative_to(settings.MEDIA_ROOT)}")
    partial.replace(target)
    return manifest


def add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(data := text.encode()), 0o600, int(clock.now().timestamp())
    archive.addfile(entry, io.BytesIO(data))


def applied() -> int:
    return len(MigrationRecorder(connection).applied_migrations())


def is_empty() -> bool:
    """Whether nothing would be lost: no brand in the database, no file in the media folder."""
    tables = connection.introspection.table_names()
    if "workspaces_workspace" in tables:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM workspaces_workspace)")
            if cursor.fetchone()[0]:
                return False
    return not media_files()


def restore(source: Path, *, replace: bool = False) -> Manifest:
    """Puts the archive in place of the database and the media. Raises CannotRestore, having changed nothing of the database.

    An installation that holds something is left alone unless `replace`.
    """
    try:
        with tarfile.open(source) as archive, tempfile.TemporaryDirectory() as folder:
            manifest = read_manifest(archive)
            if not replace and not is_empty():
                raise CannotRestore("This installation is not empty. Give --replace to lose what it holds.")
            # The filter refuses paths that leave the folder, links and devices.
            archive.extractall(folder, filter="data")
            connection.close()
            run("pg_restore", "--no-owner", "--no-privileges", f"--file={folder}/database.sql", f"{folder}/database.dump")
            run("psql", *RESTORING, f"--command={EMPTIED}", f"--file={folder}/database.sql")
            replace_media(Path(folder) / "media")
            return manifest
    except (tarfile.TarError, KeyError, ValueError) as error:
        raise CannotRestore(f"{source} is not a backup of Diapason: {error}") from error


def read_manifest(archive: tarfile.TarFile) -> Manifest:
    member = archive.extractfile("manifest.json")
    if member is None:
        raise KeyError("manifest.json")
    manifest = Manifest(**json.load(member))
    if manifest.format != FORMAT:
        raise CannotRestore(
            f"This backup has format {manifest.format}; this version reads {FORMAT}. Restore it with the version that made it."
        )
    return manifest


def replace_media(found: Path) -> None:
    """The former folder is kept beside the new one, under a name with the moment, until a person removes it."""
    root = Path(settings.MEDIA_ROOT)
    if root.exists() and any(root.iterdir()):
        root.rename(root.with_name(f"{root.name}-before-{clock.now():%Y%m%d-%H%M%S}"))
    if found.exists():
        root.parent.mkdir(parents=True, exist_ok=True)
        if root.exists():
            root.rmdir()
        shutil.move(found, root)
