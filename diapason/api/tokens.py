"""Tokens: made (and shown once), found by what a caller sends, revoked."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404

from diapason.api import scopes as catalogue
from diapason.api.models import ApiToken
from diapason.core import clock
from diapason.workspaces import events
from diapason.workspaces.members import Member, member_of
from diapason.workspaces.models.membership import Role
from diapason.workspaces.second_factor import has_second_factor

MARK = "dia_"  # so that a secret scanner recognises one
SHOWN = len(MARK) + 6
USED_EVERY = timedelta(minutes=1)


class Unknown(Exception):
    """Nobody holds that token, or it is over: revoked, expired, or its person has left the brand."""


class NeedsSecondFactor(Exception):
    """The organisation wants two factors of its owners, and this one has one."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the member, within the scopes of the token."""

    member: Member
    token: ApiToken

    def may(self, scope: str) -> bool:
        return scope in self.token.scopes


def hashed(plain: str) -> str:
    return sha256(plain.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def create(member: Member, name: str, scopes: list[str], days: int | None) -> tuple[ApiToken, str]:
    """The token, and its text, which nothing keeps. Raises PermissionDenied for who is not a person, or for no right at all."""
    allowed = [scope for scope in catalogue.known(scopes) if scope in dict(catalogue.offered(member))]
    if member.person is None or not allowed:
        raise PermissionDenied
    plain = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        workspace=member.workspace,
        person=member.person,
        name=name,
        prefix=plain[:SHOWN],
        token_hash=hashed(plain),
        scopes=allowed,
        expires_at=clock.now() + timedelta(days=days) if days else None,
    )
    events.record(member, "api_token.created", token, scopes=allowed)
    return token, plain


def listed(member: Member) -> QuerySet[ApiToken]:
    """One's own tokens; those of the whole team for who manages it. The ones that were revoked a month ago are left out."""
    found = ApiToken.objects.filter(workspace=member.workspace).select_related("person")
    if not member.can("team.manage"):
        found = found.filter(person=member.person)
    recent = clock.now() - timedelta(days=30)
    return found.filter(Q(revoked_at=None) | Q(revoked_at__gte=recent)).order_by("-id")


def access_token(member: Member, token_id: int) -> ApiToken:
    """Raises Http404 for a token that is not theirs to see."""
    found = listed(member).filter(pk=token_id).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def revoke(member: Member, token: ApiToken) -> None:
    """For good: a token that may have leaked does not come back."""
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now()):
        events.record(member, "api_token.revoked", token)


def caller(plain: str) -> Caller:
    """Raises Unknown, or NeedsSecondFactor."""
    now = clock.now()
    token = ApiToken.objects.select_related("person", "workspace").filter(token_hash=hashed(plain), revoked_at=None).first()
    if token is None or not token.person.is_active or (token.expires_at and token.expires_at <= now):
        raise Unknown
    try:
        member = member_of(token.person, token.workspace.slug)
    except Http404:
        raise Unknown from None
    if member.role == Role.OWNER and member.workspace.organisation.owners_need_two_factor and not has_second_factor(token.person.pk):
        raise NeedsSecondFactor
    if token.last_used_at is None or token.last_used_at < now - USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return Caller(member, token)
