"""Keeping what was chosen: all of it, or nothing."""

from collections.abc import Iterable

from django.core import signing
from django.db import transaction

from diapason.listening import wording
from diapason.listening.models import Source
from diapason.listening.proposing import Proposal
from diapason.listening.setup.looking import SALT
from diapason.listening.sources import managing, searches
from diapason.listening.sources.managing import CannotAdd, Place
from diapason.workspaces.members import Member


@transaction.atomic
def start(member: Member, queries: Iterable[Proposal], keys: Iterable[str]) -> tuple[int, int]:
    """How many queries and how many sources there are now that were not there; a source that somebody added meanwhile is left as it
    is. Raises signing.BadSignature."""
    asked = [wording.listen_for(member, each.name, each.purpose, each.text) for each in queries]
    added = [source for key in keys if (source := add(member, key))]
    return len(asked), len(added)


def add(member: Member, key: str) -> Source | None:
    kind, *of = signing.loads(key, salt=SALT)
    try:
        if kind == "feed":
            return managing.add(member, Place(*of))
        space = searches.spaces(member).filter(pk=of[0]).first()
        return searches.add(member, space, of[1]) if space else None
    except CannotAdd:
        return None
