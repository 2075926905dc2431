"""Whom an alert is told, and when: on the screen at once; by e-mail at once within working hours, or when it is severe; again when the
working day begins, or to those who lead, while nobody answers for it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from diapason.alerts import channels
from diapason.alerts.models import Acknowledgement, Alert, Duty, Telling, Watch
from diapason.alerts.notices import SENTENCES
from diapason.core import clock
from diapason.workspaces import events, notices
from diapason.workspaces.members import Member, system
from diapason.workspaces.models import Person, Workspace

WORKDAYS = range(5)
OLDEST = timedelta(days=3)  # of an alert that people are reminded of


def duty_of(workspace: Workspace) -> Duty:
    """What its people chose, or the usual hours."""
    return Duty.objects.filter(workspace=workspace).first() or Duty(workspace=workspace)


def at_work(duty: Duty, at: datetime) -> bool:
    """By the clock of the brand. Hours that end before they begin go on after midnight, and are of the day on which they began."""
    local = at.astimezone(duty.workspace.tz)
    now, day = local.time(), local.weekday()
    if duty.begins <= duty.ends:
        within = duty.begins <= now < duty.ends
    else:
        within = now >= duty.begins or now < duty.ends
        day = (day - 1) % 7 if now < duty.ends else day
    return within and (duty.weekends or day in WORKDAYS)


def readers(alert: Alert) -> list[Person]:
    """Those who were chosen for the query and may still read it; all who may answer for alerts where nobody was."""
    may = {person.pk: person for person in notices.holders(alert.workspace, "alert.view")}
    if alert.query_id is None:
        return notices.holders(alert.workspace, "listening.write")
    named = Watch.people.through.objects.filter(watch__query=alert.query_id).values_list("person", flat=True)
    chosen = [may[pk] for pk in named if pk in may]
    return chosen or notices.holders(alert.workspace, "alert.acknowledge")


def tell(alert: Alert, why: str, now: datetime) -> None:
    """In the transaction of what happened."""
    people = notices.holders(alert.workspace, "settings.write") if why == Telling.Why.ESCALATED else readers(alert)
    urgent = why in (Telling.Why.MORNING, Telling.Why.ESCALATED) or is_pressing(alert, now)
    name = alert.kind if why == Telling.Why.OPENED else why
    told = notices.tell(
        alert.workspace,
        people,
        f"alert.urgent_{name}" if urgent else f"alert.{name}",
        url=reverse("alert", args=[alert.workspace.slug, alert.pk]),
        subject=alert,
        **holes(alert),
    )
    Telling.objects.create(alert=alert, why=why, at=now, people=len(told), urgent=urgent)
    channels.queue(alert, in_words(alert, name), now, pressing=urgent)


def in_words(alert: Alert, name: str) -> str:
    """As people are told, in the language of the brand."""
    with translation.override(alert.workspace.language):
        return str(SENTENCES[name]) % holes(alert)


def holes(alert: Alert) -> dict[str, str]:
    """What fills the sentences: as figures are written in every language."""
    seen = thousands(alert.seen) if alert.kind == Alert.Kind.VOICE else str(alert.seen)
    return {"query": str(alert), "seen": seen, "most": str(alert.most), "span": alert.span, "expected": str(round(alert.expected))}


def thousands(followers: int) -> str:
    return f"{followers // 1000}\u00a0k" if followers < 1_000_000 else f"{followers // 1_000_000}\u00a0M"


def is_pressing(alert: Alert, now: datetime) -> bool:
    return alert.severity == Alert.Severity.SEVERE or at_work(duty_of(alert.workspace), now)


@transaction.atomic
def acknowledge(member: Member, alert: Alert) -> Acknowledgement:
    """The first who does so answers for it; a second one changes nothing. A person: guests have no such right."""
    Alert.objects.select_for_update().get(pk=alert.pk)
    values: dict[str, Any] = {"person": member.person, "at": clock.now()}
    found, new = Acknowledgement.objects.get_or_create(alert=alert, defaults=values)
    if new:
        events.record(member, "alert.acknowledged", alert)
    return found


def remind_of_all() -> int:
    """Whom nobody answers for, long enough: the people of the brand again, or those who lead. How many alerts were told again."""
    now = clock.now()
    open_ = Alert.objects.filter(acknowledgement=None, opened_at__gte=now - OLDEST).order_by("pk")
    return sum(remind(pk, now) for pk in open_.values_list("pk", flat=True))


@transaction.atomic
def remind(pk: int, now: datetime) -> bool:
    alert = (
        Alert.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("workspace", "query", "source")
        .filter(pk=pk, acknowledgement=None)
        .first()
    )
    why = due(alert, now) if alert else None
    if alert is None or why is None:
        return False
    events.record(system(alert.workspace), "alert.reminded" if why == Telling.Why.MORNING else "alert.escalated", alert)
    tell(alert, why, now)
    return True


def due(alert: Alert, now: datetime) -> str | None:
    """Why it is time to tell again; once for each reason."""
    duty = duty_of(alert.workspace)
    tellings = list(alert.tellings.all())
    pressing = [each.at for each in tellings if each.urgent]
    if not is_pressing(alert, now) or any(each.why == Telling.Why.ESCALATED for each in tellings):
        return None
    if not pressing:
        return Telling.Why.MORNING
    return Telling.Why.ESCALATED if now - pressing[0] >= timedelta(minutes=duty.patience) else None
