"""Clients without an account: a signed address makes them a guest of the brand until it expires or is revoked."""

from django.core import signing
from django.http import Http404

from diapason.core import clock
from diapason.workspaces.members import Member
from diapason.workspaces.models import GuestLink
from diapason.workspaces.models.membership import Role

SIGNER = signing.Signer(salt="diapason.guest")


def make_token(link: GuestLink) -> str:
    """The secret of the address. It is computed, so that the address can be shown again, and kept nowhere."""
    return SIGNER.sign(str(link.pk))


def guest_member(token: str) -> Member:
    """Who comes with that token. Raises Http404 for one that is forged, expired or revoked."""
    try:
        link_id = int(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    link = GuestLink.objects.select_related("workspace").filter(pk=link_id, revoked_at=None, expires_at__gt=clock.now()).first()
    if link is None:
        raise Http404
    return Member(link.workspace, Role.CLIENT, guest=link)
