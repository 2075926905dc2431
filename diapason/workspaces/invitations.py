"""Invitations: sent, sent again, revoked, accepted. Only the hash of the secret in the address is kept."""

import enum
import secrets
from datetime import timedelta
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.workspaces import events, mail
from diapason.workspaces.members import Member
from diapason.workspaces.models import Invitation, Membership, Person
from diapason.workspaces.models.membership import Role

LIFE = timedelta(days=7)


class State(enum.StrEnum):
    PENDING = "pending"
    EXPIRED = "expired"
    REVOKED = "revoked"
    USED = "used"


class CannotAccept(Exception):
    """The invitation is not pending any more; `state` says why."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.state = state


def state(invitation: Invitation) -> State:
    if invitation.accepted_at:
        return State.USED
    if invitation.revoked_at:
        return State.REVOKED
    return State.PENDING if invitation.expires_at > clock.now() else State.EXPIRED


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def find(token: str) -> Invitation | None:
    return by_hash(digest(token))


def by_hash(token_hash: str) -> Invitation | None:
    return Invitation.objects.select_related("workspace", "invited_by").filter(token_hash=token_hash).first()


def access_invitation(member: Member, invitation_id: int) -> Invitation:
    """Raises Http404 for an invitation of another brand."""
    found = Invitation.objects.select_related("workspace", "mail").filter(workspace=member.workspace, pk=invitation_id).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def invite(member: Member, email: str, role: Role | str, language: str) -> Invitation:
    """Invites an address. One that is already invited is invited again with the new role.

    Raises ValidationError for somebody who already works for the brand.
    """
    email = email.strip().lower()
    if Membership.objects.filter(workspace=member.workspace, person__email=email).exists():
        raise ValidationError(_("%(email)s already works for this brand."), params={"email": email})
    token = secrets.token_urlsafe(32)
    invitation, created = Invitation.objects.update_or_create(
        workspace=member.workspace,
        email=email,
        accepted_at=None,
        revoked_at=None,
        defaults={"role": role, "language": language, **fresh(member, token)},
    )
    events.record(member, "invitation.sent" if created else "invitation.resent", invitation, role=str(role))
    post(invitation, token)
    return invitation


@transaction.atomic
def resend(member: Member, invitation: Invitation) -> None:
    """Sends a new address, valid for seven days; the former one stops working. Raises CannotAccept when used or revoked."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if (now := state(invitation)) in {State.USED, State.REVOKED}:
        raise CannotAccept(now)
    token = secrets.token_urlsafe(32)
    for name, value in fresh(member, token).items():
        setattr(invitation, name, value)
    invitation.save()
    events.record(member, "invitation.resent", invitation, role=invitation.role)
    post(invitation, token)


@transaction.atomic
def revoke(member: Member, invitation: Invitation) -> None:
    """Raises CannotAccept when it was used in the meantime."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if (now := state(invitation)) == State.USED:
        raise CannotAccept(now)
    if now != State.REVOKED:
        invitation.revoked_at = clock.now()
        invitation.save(update_fields=["revoked_at"])
        events.record(member, "invitation.revoked", invitation)


@transaction.atomic
def restore(member: Member, invitation: Invitation) -> None:
    """Undoes a revocation, unless the address was invited again since."""
    again = Invitation.objects.filter(workspace=member.workspace, email=invitation.email, accepted_at=None, revoked_at=None)
    if invitation.revoked_at and not again.exists():
        invitation.revoked_at = None
        invitation.save(update_fields=["revoked_at"])
        events.record(member, "invitation.restored", invitation)


@transaction.atomic
def accept(person: Person, invitation: Invitation) -> Membership:
    """Makes the person a member. Who already is one keeps their role. Raises CannotAccept when it is not pending."""
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=invitation.pk)
    if (now := state(invitation)) != State.PENDING:
        raise CannotAccept(now)
    membership, _created = Membership.objects.get_or_create(
        person=person, workspace=invitation.workspace, defaults={"role": invitation.role}
    )
    invitation.accepted_at, invitation.accepted_by = clock.now(), person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    if person.email == invitation.email:  # the address of the message proves that the mailbox is theirs
        EmailAddress.objects.filter(user=person, email=person.email).update(verified=True)
    member = Member(invitation.workspace, membership.role, person=person, membership=membership)
    events.record(member, "invitation.accepted", invitation, role=membership.role)
    return membership


def fresh(member: Member, token: str) -> dict[str, object]:
    return {"token_hash": digest(token), "invited_by": member.person, "expires_at": clock.now() + LIFE}


def post(invitation: Invitation, token: str) -> None:
    with translation.override(invitation.language):
        role = invitation.get_role_display()
    context = {
        "inviter": str(invitation.invited_by),
        "role": role,
        "expires_at": invitation.expires_at,
        "url": settings.PUBLIC_URL + reverse("invitation", args=[token]),
    }
    invitation.mail = mail.send(invitation.email, "invitation", context, language=invitation.language, workspace=invitation.workspace)
    invitation.save(update_fields=["mail"])
