"""Who wrote: accounts of a network become identities, each with a profile."""

from collections.abc import Iterable

from django.db.models import F

from diapason.community.models import Contact, Identity
from diapason.core import clock
from diapason.networks.base.content import Author
from diapason.workspaces.models import Workspace


def plain(text: str, length: int) -> str:
    """Text from a network, without what PostgreSQL does not store, cut to a column."""
    return text.replace("\x00", "").strip()[:length]


def web(url: str) -> str:
    """An address that may be a link in a page, or nothing: a network could send `javascript:`."""
    return plain(url, 1000) if url.startswith(("https://", "http://")) else ""


def seen(workspace: Workspace, network: str, authors: Iterable[Author]) -> dict[str, Identity]:
    """The identities of these authors by remote id, made or brought up to date. Three queries, however many there are."""
    wanted = {plain(author.remote_id, 300): author for author in authors}
    known = {
        identity.remote_id: identity
        for identity in Identity.objects.filter(workspace=workspace, network=network, remote_id__in=wanted).select_related("contact")
    }
    fresh = [remote_id for remote_id in wanted if remote_id not in known]
    known |= introduce(workspace, network, {remote_id: wanted[remote_id] for remote_id in fresh})
    refresh([(known[remote_id], author) for remote_id, author in wanted.items() if remote_id not in fresh])
    return known


def introduce(workspace: Workspace, network: str, authors: dict[str, Author]) -> dict[str, Identity]:
    """New people: an account that nobody has merged yet has a profile of its own."""
    profiles = Contact.objects.bulk_create(
        Contact(workspace=workspace, name=plain(author.name or author.handle or remote_id, 200)) for remote_id, author in authors.items()
    )
    found = Identity.objects.bulk_create(
        Identity(workspace=workspace, network=network, remote_id=remote_id, contact=contact, **said(author))
        for (remote_id, author), contact in zip(authors.items(), profiles, strict=True)
    )
    return {identity.remote_id: identity for identity in found}


def said(author: Author) -> dict[str, object]:
    """What the network says of an author. A number of followers that it leaves out is not set at all."""
    fields: dict[str, object] = {
        "handle": plain(author.handle, 300),
        "name": plain(author.name, 300),
        "url": web(author.url),
        "avatar_url": web(author.avatar_url),
    }
    if author.followers is not None:
        fields |= {"followers": author.followers, "read_at": clock.now()}
    return fields


def refresh(pairs: list[tuple[Identity, Author]]) -> None:
    """Handles and names change; the profile's name follows while nobody here has given another."""
    changed, renamed = [], []
    for identity, author in pairs:
        fields = said(author)
        if all(getattr(identity, name) == value for name, value in fields.items() if name != "read_at"):
            continue
        if identity.contact.name in {identity.name, identity.handle} and (author.name or author.handle):
            identity.contact.name = plain(author.name or author.handle, 200)
            renamed.append(identity.contact)
        for name, value in fields.items():
            setattr(identity, name, value)
        changed.append(identity)
    Identity.objects.bulk_update(changed, ["handle", "name", "url", "avatar_url", "followers", "read_at"])
    Contact.objects.bulk_update(renamed, ["name"])


def handle_of(contact: Contact) -> str:
    """The first handle of a profile, to tell two people of one name apart."""
    return contact.identities.order_by(F("read_at").desc(nulls_last=True), "id").values_list("handle", flat=True).first() or ""
