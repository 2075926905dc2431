"""The queries of a brand, as they are asked of what comes in."""

import logging
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.models import QuerySet, StringAgg, TextField, Value
from django.db.models.functions import MD5, Cast

from diapason.listening.models import Wording
from diapason.listening.queries.errors import QueryError
from diapason.listening.queries.nodes import Node, Word
from diapason.listening.queries.parser import parse
from diapason.listening.queries.percolator import Percolator

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Known:
    """`stamp` changes with the wordings that are asked."""

    stamp: str
    percolator: Percolator[int]


_known: dict[int, Known] = {}
NOTHING = Word("=nothing")  # no word of a mention has this sign


@lru_cache(20_000)
def read(text: str) -> Node:
    """The tree of a query that was kept. One from before the language minded what it says finds nothing, and stops no other."""
    try:
        return parse(text)
    except QueryError:
        log.exception("A query that was kept cannot be read: %.200s", text)
        return NOTHING


def hold(workspace: int) -> None:
    """Until the end of the transaction, no wording is added: one that is searches the past after what comes in now, and so misses
    nothing. Any number of processes may hold."""
    lock("pg_advisory_xact_lock_shared", workspace)


def change(workspace: int) -> None:
    """Waits for what comes in at this moment; what comes next, after this transaction, is asked the wordings of then."""
    lock("pg_advisory_xact_lock", workspace)


def alone(workspace: int) -> None:
    """Until the end of the transaction, nobody else changes mentions of the brand that are kept, nor files them by what they were."""
    lock("pg_advisory_xact_lock", workspace, "listening.mentions")


def lock(function: str, workspace: int, what: str = "listening.wordings") -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtext(%s), %s)", [what, workspace % 2**31])


def percolator(workspace: int) -> Percolator[int]:
    """Made again when the wordings of the brand have changed."""
    asked = Wording.objects.filter(workspace=workspace, retired_at=None)
    stamp = stamp_of(asked)
    known = _known.get(workspace)
    if known is None or known.stamp != stamp:
        known = Known(stamp, Percolator({pk: read(text) for pk, text in asked.values_list("pk", "text")}))
        _known[workspace] = known
    return known.percolator


def stamp_of(asked: QuerySet[Wording]) -> str:
    """Another one for other wordings: how many there are, and the latest, would not tell of one that comes back while another goes."""
    numbers = StringAgg(Cast("pk", TextField()), Value(","), order_by="pk")
    return str(asked.aggregate(stamp=MD5(numbers))["stamp"])
