"""Secrets at rest: one field, encrypted with the keys of `settings.ENCRYPTION_KEYS` (newest first)."""

import functools
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class CannotDecrypt(Exception):
    """A stored secret that none of the configured keys opens: a key was lost or changed."""


@functools.cache
def box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    return box(tuple(settings.ENCRYPTION_KEYS)).encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    try:
        return box(tuple(settings.ENCRYPTION_KEYS)).decrypt(token.encode("ascii")).decode()
    except InvalidToken as error:
        raise CannotDecrypt("A stored secret cannot be read with DIAPASON_ENCRYPTION_KEYS.") from error


class Sealed(dict[str, Any]):
    """A dictionary of secrets that shows its keys and never its values."""

    def __repr__(self) -> str:
        return f"Sealed({', '.join(sorted(self))})"

    __str__ = __repr__


class SealedField(models.TextField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """A JSON dictionary kept encrypted; read as `Sealed`."""

    # How django-stubs is told what is written to the field, read from it, and looked up.
    _pyi_private_set_type: Sealed | str  # type: ignore[assignment]
    _pyi_private_get_type: Sealed  # type: ignore[assignment]
    _pyi_lookup_exact_type: str

    def from_db_value(self, value: str | None, *_: Any) -> Sealed:
        return Sealed(json.loads(decrypt(value))) if value else Sealed()

    def to_python(self, value: Any) -> Sealed:
        return value if isinstance(value, Sealed) else Sealed(value or {})

    def get_prep_value(self, value: Any) -> str:
        return encrypt(json.dumps(value)) if value else ""

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError("Secrets are not serialised.")
