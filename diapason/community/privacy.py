"""A person's rights (M5): a copy of all that we hold about them, and being forgotten."""

from typing import Any

from django.db import transaction

from diapason.community.holdings import holdings
from diapason.community.models import Contact, Erasure, Identity, Merge
from diapason.core import clock
from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Event


def export(member: Member, contact: Contact) -> dict[str, Any]:
    """All that is held about a person, as JSON, profile first."""
    identities = list(contact.identities.order_by("pk"))
    data: dict[str, Any] = {
        "made_at": clock.now().isoformat(),
        "brand": contact.workspace.name,
        "profile": {
            "name": contact.name,
            "notes": contact.notes,
            "tags": contact.tags,
            "known_since": contact.created_at.isoformat(),
        },
        "accounts": [account(identity) for identity in identities],
        "consents": [
            {
                "purpose": consent.purpose,
                "evidence": consent.evidence,
                "given_at": consent.given_at.isoformat(),
                "withdrawn_at": consent.withdrawn_at.isoformat() if consent.withdrawn_at else None,
            }
            for consent in contact.consents.all()
        ],
    }
    for holding in holdings():
        data[holding.name] = holding.export(contact, identities)
    events.record(member, "contact.exported", contact)
    return data


def account(identity: Identity) -> dict[str, Any]:
    return {
        "network": identity.network,
        "id": identity.remote_id,
        "handle": identity.handle,
        "name": identity.name,
        "address": identity.url,
        "picture": identity.avatar_url,
        "followers": identity.followers,
        "followers_read_at": identity.read_at.isoformat() if identity.read_at else None,
    }


def erase(member: Member, contact: Contact, *, reason: str = "") -> Erasure:
    """Forgets a person: profile, accounts and the words of their messages. That it was done is kept; it cannot be undone."""
    with transaction.atomic():
        profiles = [contact, *Contact.objects.filter(merged_into=contact)]
        identities = list(Identity.objects.select_for_update().filter(contact__in=profiles))
        counts = {holding.name: holding.erase(contact, identities) for holding in holdings()}
        for identity in identities:
            forget_account(identity)
        for profile in profiles:
            forget_profile(member, profile)
        Merge.objects.filter(kept__in=profiles).delete()
        fact = Erasure.objects.create(
            workspace=member.workspace,
            at=clock.now(),
            by=member.person,
            reason=reason[:300],
            counts={"identities": len(identities), **counts},
        )
        forget_events(profiles)
        events.record(member, "contact.erased", fact, **fact.counts)
        return fact


def forget_account(identity: Identity) -> None:
    """The account is replaced by a name that says nothing: should the person write again, they are somebody new."""
    Identity.objects.filter(pk=identity.pk).update(
        remote_id=f"erased:{identity.pk}", handle="", name="", url="", avatar_url="", followers=None, read_at=None
    )


def forget_profile(member: Member, profile: Contact) -> None:
    profile.consents.all().delete()
    Contact.objects.filter(pk=profile.pk).update(
        name="—", notes="", tags=[], merged_into=None, erased_at=clock.now(), erased_by=member.person
    )


def forget_events(profiles: list[Contact]) -> None:
    """The history of what the team did stays; the person's name in it does not."""
    Event.objects.filter(subject="community.contact", subject_id__in=[profile.pk for profile in profiles]).update(label="—")
