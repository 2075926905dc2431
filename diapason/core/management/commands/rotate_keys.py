"""`manage.py rotate_keys`: see `diapason.core.reencryption`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diapason.core import reencryption
from diapason.core.crypto import CannotDecrypt


class Command(BaseCommand):
    help = "Encrypts every stored secret again with the first key of DIAPASON_ENCRYPTION_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        for model, field in reencryption.sealed_fields():
            try:
                changed = reencryption.rotate(model, field)
            except CannotDecrypt as error:
                raise CommandError(
                    f"{model._meta.label}.{field.name}: a row cannot be read with any of the keys. Nothing of it was changed; "
                    "put the missing key back into DIAPASON_ENCRYPTION_KEYS."
                ) from error
            self.stdout.write(f"{model._meta.label}.{field.name}: {changed} written with the newest key")
