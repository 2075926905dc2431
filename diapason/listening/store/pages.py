"""A page of mentions, where an engine can only say which may be what is asked."""

from collections.abc import Callable

from diapason.listening.mentions import Mention
from diapason.listening.queries.matching import compiled
from diapason.listening.queries.nodes import Node
from diapason.listening.store.base import Found, Place, Search

AT_ONCE = 200
MOST_LOOKED_AT = 2000  # for one page: what depends on places (phrases, NEAR) may be rare among what has the words
Candidates = Callable[[Search, int, Place | None], Found]


def tested(candidates: Candidates, search: Search, node: Node, size: int, after: Place | None) -> Found:
    """Goes back in time until the page is full, or enough was looked at. Few at first: an engine that knows the places of words gives
    hardly any in vain."""
    test, kept, looked, at_once = compiled(node), list[Mention](), 0, size
    while looked < MOST_LOOKED_AT:
        some = candidates(search, at_once, after)
        for mention in some.mentions:
            after = Place(mention.said_at, mention.id)
            if test(mention.document):
                kept.append(mention)
                if len(kept) == size:
                    return Found(kept, after)
        after = some.next
        if after is None or len(some.mentions) < at_once:
            break
        looked, at_once = looked + at_once, min(2 * at_once, max(size, AT_ONCE))
    return Found(kept, after)
