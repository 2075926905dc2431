"""Making, finding and switching off short links."""

import hashlib
import secrets
import uuid
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.editorial.linking import CODE_LENGTH
from diapason.editorial.models import Post
from diapason.links.models import Link, Site
from diapason.territory.models import Space
from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Person, Workspace

# Without the signs that are mistaken for one another (0 o, 1 l i): a code can be read aloud and typed.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LONGEST = 2000
valid_url = URLValidator(schemes=["http", "https"])


class BadAddress(ValueError):
    """An address that a short link cannot lead to; the message can be shown to a person."""


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def checked(url: str) -> str:
    """The address, when a browser can open it. Raises BadAddress."""
    url = url.strip()
    if len(url) > LONGEST:
        raise BadAddress(_("This address is longer than %(limit)s characters.") % {"limit": LONGEST})
    try:
        valid_url(url)
        parts = urlsplit(url)
    except (ValidationError, ValueError):
        raise BadAddress(_("This is not an address that a browser opens. It begins with https://.")) from None
    if parts.username or parts.password:
        raise BadAddress(_("This address contains a password: remove it."))
    return url


def host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def key_of(url: str, space: Space | None, post: Post | None, delivery_key: uuid.UUID | None) -> str:
    """Two requests with the same key get the same link. A delivery is a place of its own; without one, the post is."""
    place = [str(space.pk) if space else "", str(delivery_key or ""), "" if delivery_key or not post else str(post.pk)]
    return hashlib.sha256("\n".join([url, *place]).encode()).hexdigest()


def shorten(
    workspace: Workspace,
    url: str,
    *,
    post: Post | None = None,
    space: Space | None = None,
    delivery_key: uuid.UUID | None = None,
    by: Person | None = None,
    title: str = "",
) -> Link:
    """The brand's link to `url` in that place, made when there is none. Raises BadAddress.

    Idempotent for the same address, space and delivery (or post), also when two workers ask at once.
    """
    url = checked(url)
    key = key_of(url, space, post, delivery_key)
    known = Link.objects.filter(workspace=workspace, key=key, disabled_at=None)
    fields = {"host": host_of(url), "title": title, "post": post, "space": space, "delivery_key": delivery_key, "created_by": by}
    for _attempt in range(5):
        if found := known.first():
            return found
        try:
            with transaction.atomic():
                return Link.objects.create(workspace=workspace, url=url, key=key, code=new_code(), **fields)
        except IntegrityError:  # the code is taken, or another worker has just made this very link
            continue
    raise RuntimeError("No free code was found for a short link.")


@transaction.atomic
def create(member: Member, url: str, *, title: str = "", post: Post | None = None, space: Space | None = None) -> Link:
    """A link that a person makes by hand. Raises BadAddress."""
    link = shorten(member.workspace, url, post=post, space=space, by=member.person, title=title)
    events.record(member, "link.created", link, code=link.code)
    return link


@transaction.atomic
def disable(member: Member, link: Link) -> None:
    """From now on its visitors are told that the link is closed; its clicks are kept."""
    if Link.objects.filter(pk=link.pk, disabled_at=None).update(disabled_at=clock.now(), disabled_by=member.person):
        events.record(member, "link.disabled", link, code=link.code)


@transaction.atomic
def enable(member: Member, link: Link) -> None:
    """Undoes `disable`. Nothing happens where the same address has since got another link in the same place."""
    taken = Link.objects.filter(workspace=link.workspace_id, key=link.key, disabled_at=None).exists()
    if not taken and Link.objects.filter(pk=link.pk).exclude(disabled_at=None).update(disabled_at=None, disabled_by=None):
        events.record(member, "link.enabled", link, code=link.code)


@transaction.atomic
def add_site(member: Member, name: str, host: str, currency: str) -> Site:
    """A site of the brand's that reports conversions, with its public key."""
    site = Site.objects.create(
        workspace=member.workspace, name=name, host=host, currency=currency, key=secrets.token_hex(8), created_by=member.person
    )
    events.record(member, "site.added", site, host=host)
    return site


@transaction.atomic
def remove_site(member: Member, site: Site) -> None:
    """Its key is refused from now on; the conversions already reported stay."""
    if Site.objects.filter(pk=site.pk, disabled_at=None).update(disabled_at=clock.now()):
        events.record(member, "site.removed", site, host=site.host)
