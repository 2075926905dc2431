"""Where mentions are kept, and how they are read again. `store()` is the engine in use: the rest of the application names none."""

from functools import cache
from typing import cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from diapason.listening.store import postgres
from diapason.listening.store.base import Store


def store() -> Store:
    """An installation that knows no ClickHouse pays nothing for there being another engine."""
    if settings.CLICKHOUSE_URL:
        from diapason.listening.store.kept import Kept

        return cast(Store, Kept())
    if not settings.TESTING:
        refuse_to_forget()
    return postgres


@cache
def refuse_to_forget() -> None:
    """Asked once by each process."""
    from diapason.listening.store.kept import state

    if (now := state()).engine != "postgres" or now.towards:
        raise ImproperlyConfigured("Mentions are kept in ClickHouse, and DIAPASON_CLICKHOUSE_URL does not say where it is.")
