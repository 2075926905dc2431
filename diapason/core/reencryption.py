"""Rotation of the encryption keys: everything sealed is written again with the newest key.

Put the new key first in `DIAPASON_ENCRYPTION_KEYS`, keep the old ones after it, restart, run `manage.py rotate_keys`,
then drop the old ones. The work can be stopped and run again; meanwhile both keys read.
"""

from collections.abc import Iterator

from cryptography.fernet import InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from diapason.core import crypto
from diapason.core.crypto import SealedField

BATCH = 500


def sealed_fields() -> Iterator[tuple[type[models.Model], SealedField]]:
    """Every field of the installation that keeps secrets, found by looking at the models."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, SealedField):
                yield model, field


def rotate(model: type[models.Model], field: SealedField) -> int:
    """Writes the field of every row again with the first key; how many rows changed. Raises crypto.CannotDecrypt."""
    table, column = (connection.ops.quote_name(name) for name in (model._meta.db_table, str(field.column)))
    newest = crypto.box((settings.ENCRYPTION_KEYS[0],))
    last, changed = 0, 0
    while True:
        # Locked, so that a token renewed in the meantime is not replaced by its predecessor.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id, {column} FROM {table} WHERE id > %s AND {column} <> '' ORDER BY id LIMIT %s FOR UPDATE",  # noqa: S608 - names of our models
                [last, BATCH],
            )
            rows = cursor.fetchall()
            old = [(crypto.encrypt(crypto.decrypt(text)), pk) for pk, text in rows if not opens(newest, text)]
            cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE id = %s", old)  # noqa: S608 - names of our models
        changed += len(old)
        if len(rows) < BATCH:
            return changed
        last = rows[-1][0]


def opens(box: MultiFernet, text: str) -> bool:
    try:
        box.decrypt(text.encode("ascii"))
    except InvalidToken:
        return False
    return True
