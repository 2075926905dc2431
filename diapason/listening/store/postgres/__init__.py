"""Mentions in PostgreSQL: a table parted by month, an index of words and facts, and sums that are added up as mentions come in."""

from diapason.listening.store.postgres.amending import amend
from diapason.listening.store.postgres.forgetting import erase, erase_author, erase_mentions, forget_before, forget_wording
from diapason.listening.store.postgres.keeping import file, keep
from diapason.listening.store.postgres.recently import recent
from diapason.listening.store.postgres.searching import candidates, get, names, search
from diapason.listening.store.postgres.sums import brought, daily, settle, top, volume
from diapason.listening.store.postgres.thinning import tidy

__all__ = [
    "amend",
    "brought",
    "candidates",
    "daily",
    "erase",
    "erase_author",
    "erase_mentions",
    "file",
    "forget_before",
    "forget_wording",
    "get",
    "keep",
    "names",
    "recent",
    "search",
    "settle",
    "tidy",
    "top",
    "volume",
]
