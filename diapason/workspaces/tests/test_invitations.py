from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from diapason.core import clock
from diapason.workspaces import invitations
from diapason.workspaces.invitations import CannotAccept, State
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Event, Invitation, Mail, Membership, Person


@pytest.fixture
def owner(camille):
    return member_of(camille, "maison-lumen")


@pytest.fixture
def nora(db):
    return Person.objects.create_user("nora@example.com", "a long enough password", name="Nora")


def address_of(invitation):
    text = invitation.mail.content["text"]
    return text.split("/invitations/")[1].split("/")[0]


def invite(owner, **changes):
    return invitations.invite(owner, **{"email": "Nora@Example.com", "role": "manager", "language": "fr", **changes})


def test_an_invitation_leaves_in_the_language_that_the_inviter_chose(owner):
    invitation = invite(owner)
    assert invitation.mail.subject == "Camille vous invite à travailler sur Maison Lumen"
    assert "Social media manager" in invitation.mail.content["text"]
    assert 'lang="fr"' in invitation.mail.content["html"]
    assert invite(owner, email="kim@example.com", language="en").mail.subject == "Camille invites you to work on Maison Lumen"


def test_only_the_hash_of_the_secret_is_kept(owner):
    invitation = invite(owner)
    token = address_of(invitation)
    row = Mail.objects.filter(pk=invitation.mail.pk).extra(select={"raw": "content"}).values_list("raw", flat=True)[0]
    assert token not in row
    assert token not in str(Invitation.objects.filter(pk=invitation.pk).values().get())
    assert invitations.find(token) == invitation


def test_an_invited_person_becomes_a_member_with_the_role(owner, nora):
    invitation = invite(owner)
    assert invitations.accept(nora, invitation).role == "manager"
    invitation.refresh_from_db()
    assert (invitations.state(invitation), invitation.accepted_by) == (State.USED, nora)
    assert list(Event.objects.order_by("id").values_list("verb", flat=True)) == ["invitation.sent", "invitation.accepted"]


def test_an_invitation_is_accepted_once(owner, nora, olga):
    invitation = invite(owner)
    invitations.accept(nora, invitation)
    with pytest.raises(CannotAccept) as refused:
        invitations.accept(olga, invitation)
    assert refused.value.state == State.USED
    assert not Membership.objects.filter(person=olga, workspace=owner.workspace).exists()


def test_an_invitation_ends_after_seven_days(owner, nora):
    invitation = invite(owner)
    with time_machine.travel(clock.now() + timedelta(days=7, seconds=1)), pytest.raises(CannotAccept) as refused:
        invitations.accept(nora, invitation)
    assert refused.value.state == State.EXPIRED


def test_a_revoked_invitation_cannot_be_accepted_nor_sent_again(owner, nora):
    invitation = invite(owner)
    invitations.revoke(owner, invitation)
    for act in (lambda: invitations.accept(nora, invitation), lambda: invitations.resend(owner, invitation)):
        with pytest.raises(CannotAccept) as refused:
            act()
        assert refused.value.state == State.REVOKED


def test_a_used_invitation_cannot_be_revoked(owner, nora):
    invitation = invite(owner)
    invitations.accept(nora, invitation)
    with pytest.raises(CannotAccept):
        invitations.revoke(owner, invitation)


def test_an_invitation_sent_again_has_a_new_address_and_seven_more_days(owner):
    invitation = invite(owner)
    first = address_of(invitation)
    with time_machine.travel(clock.now() + timedelta(days=8)):
        invitations.resend(owner, invitation)
        invitation.refresh_from_db()
        assert invitations.state(invitation) == State.PENDING
    assert invitations.find(first) is None
    assert invitations.find(address_of(invitation)) == invitation


def test_inviting_the_same_address_twice_renews_the_one_invitation(owner):
    first, second = invite(owner), invite(owner, email="nora@example.com", role="reader")
    assert (first.pk, second.role, Invitation.objects.count()) == (second.pk, "reader", 1)


def test_somebody_who_is_there_already_is_not_invited(owner, yanis):
    with pytest.raises(ValidationError, match="already works"):
        invite(owner, email="YANIS@example.com")


def test_accepting_does_not_lower_the_role_of_a_member(owner, camille):
    invitation = invite(owner, email="camille.private@example.com", role="reader")
    assert invitations.accept(camille, invitation).role == "owner"
