"""Where mentions are kept, and how they are read again. `store()` is the engine in use: the rest of the application names none."""

from diapason.listening.store import postgres
from diapason.listening.store.base import Store


def store() -> Store:
    return postgres
