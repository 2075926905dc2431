"""Two profiles, one person: merged, and put back as they were when that was a mistake."""

from django.db import transaction
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Concat

from diapason.community.models import Consent, Contact, Identity, Merge
from diapason.core import clock
from diapason.workspaces import events
from diapason.workspaces.members import Member


class CannotMerge(ValueError):
    """These two cannot be one person here; nothing was changed."""


def merge(member: Member, kept: Contact, absorbed: Contact) -> Merge:
    """Gives `kept` all that `absorbed` had. Raises CannotMerge for one profile, two brands, or one already merged."""
    with transaction.atomic():
        rows = {row.pk: row for row in Contact.objects.select_for_update().filter(pk__in=[kept.pk, absorbed.pk]).order_by("pk")}
        kept, absorbed = rows[kept.pk], rows[absorbed.pk]
        standing = all(row.merged_into_id is None and row.erased_at is None for row in rows.values())
        if len(rows) != 2 or kept.workspace_id != absorbed.workspace_id or not standing:
            raise CannotMerge
        moved = {
            "identities": move(Identity.objects.filter(contact=absorbed), kept),
            "consents": move(Consent.objects.filter(contact=absorbed), kept),
            "notes": kept.notes,
            "tags": kept.tags,
        }
        kept.notes = "\n\n".join(filter(None, [kept.notes, absorbed.notes]))
        kept.tags = sorted({*kept.tags, *absorbed.tags})
        moved |= {"new_notes": kept.notes, "new_tags": kept.tags}
        kept.messages += absorbed.messages
        kept.seen_at = max(filter(None, [kept.seen_at, absorbed.seen_at]), default=None)
        kept.save(update_fields=["notes", "tags", "messages", "seen_at"])
        absorbed.merged_into = kept
        absorbed.save(update_fields=["merged_into"])
        fact = Merge.objects.create(workspace=member.workspace, kept=kept, absorbed=absorbed, moved=moved, at=clock.now(), by=member.person)
        events.record(member, "contact.merged", kept, absorbed=absorbed.pk, merge=fact.pk)
        return fact


def move(rows: QuerySet[Identity] | QuerySet[Consent], kept: Contact) -> list[int]:
    ids = list(rows.values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=ids).update(contact=kept)
    return ids


def undo(member: Member, fact: Merge) -> None:
    """Puts both profiles back. What was written on the kept one since then stays there."""
    with transaction.atomic():
        fact = Merge.objects.select_for_update().get(pk=fact.pk)
        if fact.undone_at:
            return
        kept = Contact.objects.select_for_update().get(pk=fact.kept_id)
        absorbed = Contact.objects.select_for_update().get(pk=fact.absorbed_id)
        Identity.objects.filter(pk__in=fact.moved["identities"], contact=kept).update(contact=absorbed)
        Consent.objects.filter(pk__in=fact.moved["consents"], contact=kept).update(contact=absorbed)
        for name in ("notes", "tags"):
            if getattr(kept, name) == fact.moved[f"new_{name}"]:
                setattr(kept, name, fact.moved[name])
        kept.messages = max(0, kept.messages - absorbed.messages)
        kept.save(update_fields=["notes", "tags", "messages"])
        Contact.objects.filter(pk=absorbed.pk).update(merged_into=None)
        fact.undone_at, fact.undone_by = clock.now(), member.person
        fact.save(update_fields=["undone_at", "undone_by"])
        events.record(member, "contact.separated", kept, absorbed=absorbed.pk, merge=fact.pk)


def fold(value: Func | F | Value) -> Func:
    """Lower case without accents: the database's own `fold`, whose indexes serve it."""
    return Func(value, function="fold", output_field=TextField())


def likely(contact: Contact, limit: int = 5) -> list[Contact]:
    """Other profiles that bear the same name or the same handle: proposed, never merged by themselves."""
    others = Contact.objects.filter(workspace_id=contact.workspace_id, merged_into=None, erased_at=None).exclude(pk=contact.pk)
    named = others.alias(folded=fold(F("name"))).filter(folded=fold(Value(contact.name)))
    found: dict[int, Contact] = {other.pk: other for other in named.order_by("-seen_at", "-id")[:limit]}
    handles = {identity.handle.split("@")[0].casefold() for identity in contact.identities.all() if identity.handle}
    for handle in sorted(handles):
        found |= {other.pk: other for other in others.filter(pk__in=bearing(contact, handle))[:limit]}
    return list(found.values())[:limit]


def bearing(contact: Contact, handle: str) -> list[int]:
    """The profiles with an account of this handle, whatever its server; looked up where names are indexed."""
    held = Identity.objects.alias(folded=fold(Concat(F("name"), Value(" "), F("handle")))).filter(folded__contains=fold(Value(handle)))
    accounts = held.filter(workspace_id=contact.workspace_id).exclude(contact=contact).values_list("contact_id", "handle")[:200]
    return [pk for pk, other in accounts if other.split("@")[0].casefold() == handle]
