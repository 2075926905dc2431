"""What was heard of a person: part of what they are given, and of what is forgotten, when they ask for it."""

from collections.abc import Sequence
from typing import Any

from diapason.community import holdings
from diapason.community.models import Contact, Identity
from diapason.listening import exporting
from diapason.listening.mentions import Mention
from diapason.listening.models import Wording
from diapason.listening.sources import hearing, inbox
from diapason.listening.store import store
from diapason.listening.store.base import Search, What
from diapason.networks.base.registry import NoSuchNetwork
from diapason.workspaces.models import Workspace

AT_ONCE = 500


def authors(identities: Sequence[Identity]) -> list[str]:
    """As they are called in mentions; an account of a network that is no longer here said nothing that we can find."""
    found = []
    for identity in identities:
        try:
            found.append(hearing.author_of(identity.net, identity.remote_id))
        except NoSuchNetwork:
            continue
    return [author for author in dict.fromkeys(found) if author]


def export(contact: Contact, identities: Sequence[Identity]) -> list[dict[str, Any]]:
    return [told(mention) for author in authors(identities) for mention in said_by(contact.workspace, author)]


def said_by(workspace: Workspace, author: str) -> list[Mention]:
    """All that is kept of them, the latest first."""
    found: list[Mention] = []
    after = None
    while True:
        page = store().search(Search(workspace.pk, facts=((What.AUTHOR, author),), ignored=None), AT_ONCE, after)
        found += page.mentions
        after = page.next
        if after is None:
            return found


def told(mention: Mention) -> dict[str, Any]:
    return {"at": mention.said_at.isoformat(), "title": mention.title, "text": mention.text, "address": mention.url, "kind": mention.kind}


def erase(contact: Contact, identities: Sequence[Identity]) -> int:
    """What they wrote is not read from the inbox meanwhile: see `inbox.alone`."""
    return forget(contact.workspace_id, authors(identities))


def forget(workspace: int, authors: Sequence[str]) -> int:
    """All that these authors said; how many mentions there were. In a transaction."""
    inbox.alone(workspace)
    exporting.forget_of(workspace)
    wordings = list(Wording.objects.filter(workspace=workspace, forgotten_at=None).values_list("pk", flat=True))
    return sum(store().erase_author(workspace, author, wordings) for author in authors)


holdings.declare("mentions", export=export, erase=erase)
