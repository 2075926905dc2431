"""`manage.py restore FILE`: see `diapason.core.archive`."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from diapason.core import archive


class Command(BaseCommand):
    help = "Puts a backup in place of the database and the media. Stop the web and worker processes first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="lose what this installation holds")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = archive.restore(options["file"], replace=options["replace"])
        except (archive.CannotRestore, OSError) as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        self.stdout.write(f"Restored what was saved on {manifest.made_at}: the database and {manifest.files} files.")
        self.stdout.write("The secrets of that installation must be in place too, or its spaces have to be connected again.")
