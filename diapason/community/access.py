"""The doors to people."""

from django.db.models import QuerySet
from django.http import Http404

from diapason.community.models import Contact, Identity
from diapason.workspaces.members import Member


def contacts(member: Member) -> QuerySet[Contact]:
    """The profiles of the brand that stand for somebody: neither merged into another nor erased."""
    return Contact.objects.filter(workspace=member.workspace, merged_into=None, erased_at=None)


def access_contact(member: Member, contact_id: int) -> Contact:
    """The profile, or the one that it was merged into. Raises Http404 for one of another brand, or erased."""
    contact = Contact.objects.filter(workspace=member.workspace, pk=contact_id, erased_at=None).select_related("merged_into").first()
    for _ in range(20):  # a chain of merges; a cycle cannot be made, but would not hang either
        if contact is None:
            raise Http404
        if contact.merged_into_id is None:
            return contact
        contact = contact.merged_into
    raise Http404


def access_identity(member: Member, identity_id: int) -> Identity:
    identity = Identity.objects.filter(workspace=member.workspace, pk=identity_id, contact__erased_at=None).first()
    if identity is None:
        raise Http404
    return identity
