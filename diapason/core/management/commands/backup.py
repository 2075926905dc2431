"""`manage.py backup FILE`: see `diapason.core.archive`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from diapason.core import archive


class Command(BaseCommand):
    help = "Writes the database and the media into one tar file. Secrets are named, to be kept apart."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"]
        if target.exists():
            raise CommandError(f"{target} exists. Choose another name.")
        try:
            manifest = archive.backup(target)
        except (archive.CannotRestore, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{target}: the database and {manifest.files} files, {target.stat().st_size // 1024} kB.")
        for secret in manifest.secrets:
            self.stdout.write(f"Keep apart from it: {secret}")
        if not manifest.secrets:
            self.stdout.write("Keep apart from it: DIAPASON_SECRET_KEY and DIAPASON_ENCRYPTION_KEYS.")
