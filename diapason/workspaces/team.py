"""The people of a brand: changing a role, removing somebody, leaving. A brand always keeps an owner."""

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Membership, Person, Workspace
from diapason.workspaces.models.membership import Role


class LastOwner(Exception):
    """The act would leave the brand without an owner."""

    message = _("A brand keeps at least one owner. Make somebody else an owner first.")


def access_membership(member: Member, membership_id: int) -> Membership:
    """Raises Http404 for a membership of another brand."""
    found = Membership.objects.select_related("person", "workspace").filter(workspace=member.workspace, pk=membership_id).first()
    if found is None:
        raise Http404
    return found


def own_membership(member: Member) -> Membership:
    """Raises Http404 for a guest, who has none."""
    if member.membership is None:
        raise Http404
    return member.membership


def refuse_last_owner(membership: Membership) -> None:
    """Locks the brand, so that two owners who demote each other at once do not both succeed."""
    Workspace.objects.select_for_update().get(pk=membership.workspace_id)
    others = Membership.objects.filter(workspace=membership.workspace_id, role=Role.OWNER, person__is_active=True)
    if not others.exclude(pk=membership.pk).exists():
        raise LastOwner


@transaction.atomic
def change_role(member: Member, membership: Membership, role: Role | str) -> None:
    """Raises LastOwner."""
    before = membership.role
    if before == role:
        return
    if before == Role.OWNER:
        refuse_last_owner(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    events.record(member, "member.role_changed", membership, before=before, after=str(role))


@transaction.atomic
def remove(member: Member, membership: Membership) -> None:
    """Ends a membership; what the person wrote stays. Raises LastOwner."""
    if membership.role == Role.OWNER:
        refuse_last_owner(membership)
    left = member.person is not None and membership.person_id == member.person.pk
    events.record(member, "member.left" if left else "member.removed", membership, role=membership.role)
    membership.delete()


@transaction.atomic
def restore(member: Member, person_id: int, role: str) -> None:
    """Undoes a removal, unless the person came back or closed their account since."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return
    membership, created = Membership.objects.get_or_create(person=person, workspace=member.workspace, defaults={"role": role})
    if created:
        events.record(member, "member.restored", membership, role=role)
