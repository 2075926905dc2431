"""What people do with rules: making them, putting them in order, pausing them, taking them out and back."""

from django.db import transaction
from django.db.models import Max

from diapason.core import clock
from diapason.listening.models import Rule
from diapason.workspaces import events
from diapason.workspaces.members import Member


@transaction.atomic
def add(member: Member, rule: Rule) -> Rule:
    """After the others. It holds for what comes in from now on."""
    rule.workspace, rule.created_by = member.workspace, member.person
    rule.position = (Rule.objects.filter(workspace=member.workspace).aggregate(last=Max("position"))["last"] or 0) + 1
    rule.save()
    events.record(member, "rule.added", rule)
    return rule


@transaction.atomic
def change(member: Member, rule: Rule) -> Rule:
    """What it did stays done."""
    rule.save(update_fields=["name", "query", "text", "label", "assignee", "sentiment", "ignore"])
    events.record(member, "rule.changed", rule)
    return rule


@transaction.atomic
def pause(member: Member, rule: Rule) -> None:
    if Rule.objects.filter(pk=rule.pk, paused_at=None).update(paused_at=clock.now()):
        events.record(member, "rule.paused", rule)


@transaction.atomic
def resume(member: Member, rule: Rule) -> None:
    """What came in meanwhile is of the past."""
    if Rule.objects.filter(pk=rule.pk).exclude(paused_at=None).update(paused_at=None):
        events.record(member, "rule.resumed", rule)


@transaction.atomic
def remove(member: Member, rule: Rule) -> None:
    if Rule.objects.filter(pk=rule.pk, removed_at=None).update(removed_at=clock.now()):
        events.record(member, "rule.removed", rule)


@transaction.atomic
def restore(member: Member, rule: Rule) -> None:
    if Rule.objects.filter(pk=rule.pk).exclude(removed_at=None).update(removed_at=None):
        events.record(member, "rule.restored", rule)


@transaction.atomic
def move(member: Member, rule: Rule, *, up: bool) -> bool:
    """Past its neighbour; whether it had one there."""
    rows = list(Rule.objects.select_for_update().filter(workspace=member.workspace, removed_at=None).order_by("position", "pk"))
    here = next((place for place, row in enumerate(rows) if row.pk == rule.pk), None)
    there = None if here is None else here - 1 if up else here + 1
    if here is None or there is None or not 0 <= there < len(rows):
        return False
    rows.insert(there, rows.pop(here))
    for number, row in enumerate(rows, 1):
        row.position = number
    Rule.objects.bulk_update(rows, ["position"])
    events.record(member, "rule.moved", rule)
    return True
