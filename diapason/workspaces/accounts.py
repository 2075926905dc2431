"""Closing an account: the person is forgotten, what they did for their brands stays under « Deleted account »."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from diapason.core import clock
from diapason.workspaces import team
from diapason.workspaces.members import Member
from diapason.workspaces.models import Event, Invitation, Mail, Membership, Notification, Person, Workspace
from diapason.workspaces.models.membership import Role


def brands_left_alone(person: Person) -> list[Workspace]:
    """The brands of which the person is the only owner, and which would be left without one."""
    owned = Membership.objects.filter(person=person, role=Role.OWNER).select_related("workspace")
    others = Membership.objects.filter(role=Role.OWNER, person__is_active=True).exclude(person=person)
    shared = set(others.filter(workspace__in=[each.workspace_id for each in owned]).values_list("workspace_id", flat=True))
    return [each.workspace for each in owned if each.workspace_id not in shared]


@transaction.atomic
def delete(person: Person) -> None:
    """Forgets the person. Raises team.LastOwner while a brand has no other owner.

    The row stays, emptied, so that approvals and the audit log still say that somebody did them.
    """
    for membership in Membership.objects.filter(person=person).select_related("workspace", "person"):
        team.remove(Member(membership.workspace, membership.role, person=person, membership=membership), membership)
    for model, key in ((EmailAddress, "user"), (Authenticator, "user"), (UserSession, "user"), (Notification, "person")):
        model.objects.filter(**{key: person}).delete()
    Mail.objects.filter(to=person.email).delete()
    worked_for = list(Event.objects.filter(person=person).values_list("workspace", flat=True).distinct())
    # In the audit log the person was also an object, by name (a role given) or by address (an invitation).
    named = Event.objects.filter(family="member", label=str(person)) | Event.objects.filter(family="invitation", label=person.email)
    named.filter(workspace__in=worked_for).update(label="")
    Invitation.objects.filter(accepted_by=person).update(email=f"deleted-{person.pk}@invalid.invalid")
    person.email, person.name, person.time_zone = f"deleted-{person.pk}@invalid.invalid", "", ""
    person.is_active, person.deleted_at = False, clock.now()
    person.set_unusable_password()
    person.save()
