"""Keeps the French catalogues of every app in step with the source: `manage.py messages`, and `--check` in lint."""

import subprocess
from io import StringIO
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

HEADER = {"Content-Type": "text/plain; charset=UTF-8", "Language": "fr", "Plural-Forms": "nplurals=2; plural=(n > 1);"}

CATALOGUE = Path("locale", "fr", "LC_MESSAGES", "django.po")


class Command(BaseCommand):
    help = "Updates each app's locale/fr catalogue from its sources; --check says what is missing and changes nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("apps", nargs="*", help="apps to read; all when absent")
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        folders = sorted(path.parent for path in (settings.BASE_DIR / "diapason").glob("*/apps.py"))
        wanted = [folder for folder in folders if not options["apps"] or folder.name in options["apps"]]
        problems = [line for folder in wanted for line in self.read(folder, check=options["check"])]
        disputed = quarrels([folder / CATALOGUE for folder in folders])
        for line in problems + disputed:
            self.stdout.write(line)
        if problems and options["check"]:
            raise CommandError(f"{len(problems)} sentences are not translated. Run manage.py messages, then fill the catalogues.")
        if disputed and options["check"]:
            raise CommandError(f"{len(disputed)} sentences have two translations. Choose one, or give one of the two a context.")

    def read(self, folder: Path, *, check: bool) -> list[str]:
        catalogue = folder / CATALOGUE
        before = catalogue.read_bytes() if catalogue.exists() else None
        catalogue.parent.mkdir(parents=True, exist_ok=True)
        extract(folder)
        try:
            return tidy(catalogue, folder.name) if catalogue.exists() else []
        finally:
            if check and before is not None:
                catalogue.write_bytes(before)
            elif check and catalogue.exists():
                catalogue.unlink()
            if not any(catalogue.parent.iterdir()):
                for empty in (catalogue.parent, catalogue.parent.parent, catalogue.parent.parent.parent):
                    empty.rmdir()


def extract(folder: Path) -> None:
    """Django's own extraction, run inside the app so that its catalogue is its own."""
    from contextlib import chdir

    settings.LOCALE_PATHS = []  # else Django would write the app's sentences there
    with chdir(folder):
        try:
            call_command("makemessages", locale=["fr"], no_location=True, no_obsolete=True, no_wrap=True, verbosity=0, stdout=StringIO())
        except subprocess.CalledProcessError as error:  # pragma: no cover - gettext is missing or broken
            raise CommandError("gettext (xgettext, msgmerge) is needed to read the sentences: apt install gettext") from error


def tidy(catalogue: Path, app: str) -> list[str]:
    """Removes what changes at every run (dates), and lists the sentences without a certain translation."""
    po = polib.pofile(str(catalogue), wrapwidth=0)
    po.header, po.metadata, po.metadata_is_fuzzy = "", dict(HEADER), False
    po.save()
    missing = [entry for entry in po if not entry.obsolete and (not entry.translated() or entry.fuzzy)]
    return [f"{app}: {entry.msgid[:100]!r}" for entry in missing]


def quarrels(catalogues: list[Path]) -> list[str]:
    """The sentences that two apps translate differently: Django merges the catalogues, so that only one would be seen."""
    seen: dict[tuple[str | None, str], dict[str, str]] = {}
    for path in catalogues:
        for entry in polib.pofile(str(path)) if path.exists() else []:
            if not entry.obsolete:
                said = entry.msgstr or " / ".join(entry.msgstr_plural.values())
                seen.setdefault((entry.msgctxt, entry.msgid), {}).setdefault(said, path.parents[3].name)
    return [f"{msgid[:100]!r}: {dispute(ways)}" for (_, msgid), ways in seen.items() if len(ways) > 1]


def dispute(ways: dict[str, str]) -> str:
    return ", ".join(f"{said!r} in {app}" for said, app in ways.items())
