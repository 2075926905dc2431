"""Choosing what is told to whom, and when."""

from django.db import transaction

from diapason.alerts.forms import DutyForm, WatchForm
from diapason.workspaces import events
from diapason.workspaces.members import Member


@transaction.atomic
def keep_watch(member: Member, form: WatchForm) -> None:
    """Only what was chosen is written: a worker may be looking meanwhile."""
    form.instance.save(update_fields=["sensitivity"])
    form.instance.people.set(form.cleaned_data["people"])
    events.record(member, "alert.watch_changed", form.instance)


@transaction.atomic
def keep_duty(member: Member, form: DutyForm) -> None:
    form.save()
    events.record(member, "alert.duty_changed", form.instance)
