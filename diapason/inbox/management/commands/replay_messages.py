"""`manage.py replay_messages`: maps the payloads that are kept again, after a connector was mended."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from diapason.inbox import replaying
from diapason.territory.models import Space


class Command(BaseCommand):
    help = "Maps the payloads of the last month again. Needs no network; changes nothing with --dry-run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--space", type=int, help="the id of one space; every space when absent")
        parser.add_argument("--network", help="every space of one network")
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = {"pk": options["space"], "network": options["network"]}
        spaces = Space.objects.filter(removed_at=None, **{name: value for name, value in wanted.items() if value})
        if not spaces.exists():
            raise CommandError("No such space.")
        for space in spaces.order_by("pk"):
            self.replay(space, options["dry_run"])

    def replay(self, space: Space, dry_run: bool) -> None:
        if replaying.mapping(space) is None:
            self.stdout.write(f"{space.pk} {space}: its network cannot be replayed")
            return
        done = replaying.replay(space, dry_run=dry_run)
        self.stdout.write(f"{space.pk} {space}: {done.read} read, {done.changed} changed, {len(done.failed)} not understood")
        for remote_id, reason in done.failed.items():
            self.stderr.write(f"  {remote_id}: {reason}")
