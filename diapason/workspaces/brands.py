"""Brands: who may create one, how it begins, and which ones a person works for."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Membership, Organisation, Person, Workspace
from diapason.workspaces.models.membership import Role


def memberships(person: Person) -> QuerySet[Membership]:
    """The brands of a person for the switcher, real ones first."""
    return (
        Membership.objects.filter(person=person)
        .select_related("workspace", "workspace__organisation")
        .order_by("workspace__is_demo", "workspace__organisation__name", "workspace__name", "id")
    )


def organisations(person: Person) -> QuerySet[Organisation]:
    """Those in which the person may add a brand: where they own one already."""
    owned = Membership.objects.filter(person=person, role=Role.OWNER, workspace__is_demo=False)
    return Organisation.objects.filter(workspaces__memberships__in=owned).distinct().order_by("name", "id")


def is_fresh() -> bool:
    """Whether nobody has created a real brand here yet: the first person to come becomes its owner."""
    return not Workspace.objects.filter(is_demo=False).exists()


def may_create(person: Person, known: Iterable[tuple[str, bool]] | None = None) -> bool:
    """`known`: the role in each of their brands, and whether it is the example, where somebody has read them."""
    if known is None:
        known = Membership.objects.filter(person=person).values_list("role", "workspace__is_demo")
    roles = [role for role, is_demo in known if not is_demo]
    return settings.OPEN_SIGN_UP or Role.OWNER in roles or (not roles and is_fresh())


@transaction.atomic
def create(person: Person, organisation: Organisation | None = None, **fields: Any) -> Workspace:
    """A new brand, in `organisation` or in one of its own named after it. The organisation's owners own it too."""
    if organisation is None:
        organisation = Organisation.objects.create(name=fields["name"])
    workspace = Workspace.objects.create(organisation=organisation, slug=free_slug(fields["name"]), **fields)
    owners = Person.objects.filter(
        memberships__role=Role.OWNER, memberships__workspace__organisation=organisation, is_active=True, deleted_at=None
    )
    Membership.objects.bulk_create(
        Membership(person_id=pk, workspace=workspace, role=Role.OWNER) for pk in {person.pk, *owners.values_list("pk", flat=True)}
    )
    events.record(Member(workspace, Role.OWNER, person=person), "brand.created", workspace)
    return workspace


def free_slug(name: str) -> str:
    """A short name in addresses that no other brand has: `maison-lumen`, then `maison-lumen-2`."""
    base = slugify(name)[:50].strip("-") or "brand"
    taken = set(Workspace.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))) if slug not in taken)


def access_brand_of(person: Person) -> Workspace | None:
    """The brand to open when a person signs in: the first of the switcher."""
    first = memberships(person).first()
    return first.workspace if first else None
