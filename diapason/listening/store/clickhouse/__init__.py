"""Mentions in ClickHouse, for those who outgrow one machine.

PostgreSQL remembers what was heard and where it is filed, and counts it, in the transaction of the caller; texts, words and what comes up
in them are queued there, and `settle` brings them to ClickHouse, exactly once (`docs/adr/0012-clickhouse.md`).
"""

from diapason.listening.store.clickhouse.amending import amend
from diapason.listening.store.clickhouse.forgetting import erase, erase_author, erase_mentions, forget_before, forget_wording
from diapason.listening.store.clickhouse.keeping import file, keep
from diapason.listening.store.clickhouse.searching import candidates, get, names, search
from diapason.listening.store.clickhouse.settling import settle
from diapason.listening.store.clickhouse.tallies import tidy, top
from diapason.listening.store.postgres import brought, daily, recent, volume

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
