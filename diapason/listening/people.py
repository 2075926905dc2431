"""Who says something, as a person of the community (M1), and how what they said is forgotten."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from diapason.community import identities
from diapason.community.models import Contact, Erasure, Identity
from diapason.core import clock
from diapason.listening import filtering, holdings
from diapason.listening.mentions import Mention
from diapason.listening.store import store
from diapason.listening.store.base import Search, What
from diapason.networks.base import registry
from diapason.networks.base.content import Author
from diapason.workspaces import events
from diapason.workspaces.members import Member

MOST_COUNTED = 500


def account(mention: Mention) -> tuple[str, str] | None:
    """(network, remote id) of its author, such that `hearing.author_of` gives the author again. Who writes on a site has no account
    there: they are kept under the network that only watches. None for nobody."""
    slug, _colon, rest = mention.author.partition(":")
    network = registry.networks().get(slug)
    if network is not None and rest and network.manifest.kind != "watched":
        return slug, rest
    watching = next((name for name, each in sorted(registry.networks().items()) if each.manifest.kind == "watched"), None)
    return (watching, mention.author) if mention.author and watching else None


def identity_of(member: Member, mention: Mention) -> Identity | None:
    """Whom we know by that account."""
    named = account(mention)
    rows = Identity.objects.filter(workspace=member.workspace, contact__erased_at=None).select_related("contact__merged_into")
    return rows.filter(network=named[0], remote_id=named[1]).first() if named else None


@transaction.atomic
def meet(member: Member, mention: Mention) -> Contact | None:
    """Their profile, made where there is none; None where nobody is named."""
    if known := identity_of(member, mention):
        return known.contact
    named = account(mention)
    if named is None:
        return None
    network, remote_id = named
    handle = mention.author_handle.removeprefix("@")
    who = Author(remote_id, handle, mention.author_name or remote_id.rpartition("/")[2], followers=mention.followers)
    [identity] = identities.seen(member.workspace, network, [who]).values()
    events.record(member, "contact.met", identity.contact)
    return identity.contact


def name_of(mention: Mention) -> str:
    return mention.author_name or mention.author_handle or mention.author or mention.site


def said(member: Member, author: str) -> tuple[int, bool]:
    """How many mentions of theirs are kept, and whether there are more than were counted."""
    found = store().search(Search(member.workspace.pk, facts=((What.AUTHOR, author),)), MOST_COUNTED)
    return len(found.mentions), found.next is not None


@transaction.atomic
def erase(member: Member, author: str, reason: str = "") -> Erasure:
    """Forgets all that this author said, in one act. That it was done is kept; it cannot be undone."""
    gone = holdings.forget(member.workspace.pk, [author])
    fact = Erasure.objects.create(
        workspace=member.workspace, at=clock.now(), by=member.person, reason=reason[:300], counts={"mentions": gone}
    )
    events.record(member, "author.erased", fact, mentions=gone)
    return fact


def links(member: Member, known: Sequence[Identity]) -> list[tuple[str, str]]:
    """From a profile: what each of its accounts said elsewhere."""
    if not member.can("listening.view"):
        return []
    found = [(each, author) for each in known for author in holdings.authors([each])]
    name = _("What was heard of them")
    return [
        (name if len(found) == 1 else f"{name} · {each.at or each}", filtering.all_of(member.workspace, author=author))
        for each, author in found
    ]
