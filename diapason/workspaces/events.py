"""Recording what was done. One event per change, in the transaction of the change."""

from typing import Any

from django.db import models

from diapason.core import clock
from diapason.workspaces.members import Member
from diapason.workspaces.models import Event


def build(member: Member, verb: str, subject: models.Model | None = None, **data: Any) -> Event:
    """An event not yet saved, for those who save many at once."""
    return Event(
        workspace=member.workspace,
        at=clock.now(),
        person=member.person,
        guest=member.guest,
        verb=verb,
        subject=subject._meta.label_lower.removeprefix("diapason.") if subject else "",
        subject_id=subject.pk if subject else None,
        label=str(subject)[:200] if subject else "",
        data=data,
    )


def record(member: Member, verb: str, subject: models.Model | None = None, **data: Any) -> Event:
    """Records that `member` did `verb` to `subject`. Call it inside the transaction that changes the subject."""
    event = build(member, verb, subject, **data)
    event.save(force_insert=True)
    return event
