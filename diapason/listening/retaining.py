"""Forgetting what is older than a brand keeps, every night; and not hearing it again meanwhile."""

import logging
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from diapason.core import clock
from diapason.listening.mentions import Mention
from diapason.listening.models import Retention, Wording
from diapason.listening.store import store
from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Workspace
from diapason.workspaces.periods import midnight

log = logging.getLogger(__name__)
CHOICES = (3, 6, 12, 13, 18, 24, 36, 60)  # months; thirteen let a year be compared with the one before


def of(workspace: Workspace) -> Retention:
    """Not saved where the brand never chose."""
    return Retention.objects.filter(workspace=workspace).first() or Retention(workspace=workspace)


def first_day(today: date, months: int) -> date:
    """The first day that is kept: so many months ago, or the last day of a shorter month."""
    number = today.year * 12 + today.month - 1 - months
    first = date(number // 12, number % 12 + 1, 1)
    following = date((number + 1) // 12, (number + 1) % 12 + 1, 1)
    return first.replace(day=min(today.day, (following - first).days))


def limit(workspace: Workspace, months: int) -> datetime:
    return midnight(workspace, first_day(workspace.today, months))


@transaction.atomic
def choose(member: Member, months: int | None) -> Retention:
    """From the next night on."""
    held = Retention.objects.select_for_update().get_or_create(workspace=member.workspace)[0]
    before, held.months, held.set_by, held.set_at = held.months, months, member.person, clock.now()
    held.save(update_fields=["months", "set_by", "set_at"])
    if before != months:
        events.record(member, "retention.changed", None, before=before, months=months)
    return held


def forget_old() -> int:
    """Of every brand that chose; how many mentions there were. A brand whose turn fails does not hold up the others."""
    total = 0
    for held in Retention.objects.filter(months__isnull=False).select_related("workspace"):
        try:
            total += forget(held)
        except Exception:
            log.exception("Forgetting old mentions of brand %s", held.workspace_id)
    return total


def forget(held: Retention) -> int:
    workspace = held.workspace
    wordings = list(Wording.objects.filter(workspace=workspace, forgotten_at=None).values_list("pk", flat=True))
    gone = store().forget_before(workspace.pk, limit(workspace, held.months or 0), wordings)
    Retention.objects.filter(pk=held.pk).update(done_at=clock.now(), forgotten=F("forgotten") + gone)
    return gone


def kept(workspace: Workspace, mentions: Sequence[Mention]) -> list[Mention]:
    """Without those that are older than the brand keeps: what was forgotten must not come in again."""
    months = Retention.objects.filter(workspace=workspace).values_list("months", flat=True).first()
    if not months:
        return list(mentions)
    since = limit(workspace, months)
    return [mention for mention in mentions if mention.said_at >= since]
