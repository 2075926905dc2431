"""`manage.py move_mentions clickhouse`: see `diapason.listening.store.moving`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from diapason.listening.store import moving
from diapason.listening.store.base import Unavailable

SAID = {
    "mentions": "mentions: {moved} of about {all}",
    "filed": "mentions: all; what queries found is being copied",
    "sums": "sums of words and authors, which stand still meanwhile",
    "check": "comparing both, while nobody writes",
}


class Command(BaseCommand):
    help = "Moves mentions from one store to the other, while they keep coming in. Interrupted, it goes on where it stood when run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("towards", choices=sorted(moving.STEPS))
        parser.add_argument("--give-up", action="store_true", help="end the move that is going on; mentions stay where they are")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CLICKHOUSE_URL:
            raise CommandError("DIAPASON_CLICKHOUSE_URL does not say where ClickHouse is.")
        try:
            if options["give_up"]:
                moving.give_up()
                self.stdout.write("The move was given up. Mentions are where they were.")
                return
            moving.run(options["towards"], self.told())
        except (moving.CannotMove, Unavailable) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Both agreed. Mentions are kept in {options['towards']} from now on.")

    def told(self) -> moving.Told:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM listening_heard")
            everything = int(cursor.fetchone()[0])
        last = [""]

        def tell(move: moving.Move) -> None:
            line = SAID[move.step].format(moved=move.moved, all=everything)
            if line != last[0]:
                last[0] = line
                self.stdout.write(line)

        return tell
