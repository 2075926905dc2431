"""Making a report, scheduling reports, and sending each exactly once to each of its readers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from diapason.core import clock
from diapason.insights.models import Report, ReportSchedule, Sending
from diapason.insights.reports import document, facts, pdf
from diapason.workspaces import events, guests, mail
from diapason.workspaces.members import Member, system
from diapason.workspaces.models import GuestLink, Person
from diapason.workspaces.periods import Period, month_of, week_of

# Scheduled reports leave in the morning, once the night's last figures have been read (the brand's own time).
HOUR = 7
Rhythm = ReportSchedule.Rhythm


@transaction.atomic
def make(member: Member, period: Period, note: str = "") -> Report:
    """A report of that period; the days to come are left out."""
    today = member.workspace.today
    period = Period(period.start, max(period.start, min(period.end, today)))
    report = Report.objects.create(
        workspace=member.workspace,
        start=period.start,
        end=period.end,
        note=note,
        facts=facts.gather(member.workspace, period),
        made_by=member.person,
    )
    events.record(member, "report.made", report, start=str(period.start), end=str(period.end))
    return report


@transaction.atomic
def plan(member: Member, rhythm: str, people: Iterable[Person], clients: Iterable[GuestLink]) -> ReportSchedule:
    schedule = ReportSchedule.objects.create(workspace=member.workspace, rhythm=rhythm, created_by=member.person)
    schedule.people.set(people)
    schedule.guests.set(clients)
    events.record(member, "report.scheduled", schedule, rhythm=rhythm)
    return schedule


@transaction.atomic
def stop(member: Member, schedule: ReportSchedule) -> None:
    if ReportSchedule.objects.filter(pk=schedule.pk, stopped_at=None).update(stopped_at=clock.now()):
        events.record(member, "report.unscheduled", schedule)


@transaction.atomic
def resume(member: Member, schedule: ReportSchedule) -> None:
    if ReportSchedule.objects.filter(pk=schedule.pk).exclude(stopped_at=None).update(stopped_at=None):
        events.record(member, "report.scheduled", schedule, rhythm=schedule.rhythm)


def due_period(schedule: ReportSchedule, now: datetime) -> Period | None:
    """The last whole week or month, from the morning after it; None before that, or when it was over before the schedule."""
    day = (now - timedelta(hours=HOUR)).astimezone(schedule.workspace.tz).date()
    period = (week_of(day) if schedule.rhythm == Rhythm.WEEKLY else month_of(day)).previous
    return period if period.bounds(schedule.workspace)[1] > schedule.created_at else None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets a report, in which language; `guest` reads it through their own link."""

    email: str
    language: str
    guest: GuestLink | None = None


def readers(schedule: ReportSchedule, now: datetime) -> Iterator[Reader]:
    """The people still of the team, and the clients whose link still works. Each address once."""
    team = schedule.people.filter(memberships__workspace=schedule.workspace, is_active=True)
    found = [Reader(person.email, person.language) for person in team]
    valid = schedule.guests.filter(workspace=schedule.workspace, revoked_at=None, expires_at__gt=now).exclude(email="")
    found += [Reader(guest.email, guest.language, guest) for guest in valid]
    yield from {reader.email.lower(): reader for reader in reversed(found)}.values()


def send_due(now: datetime) -> int:
    """Makes and hands over every report that is due. Safe to run again, and in several workers. Returns how many e-mails."""
    active = ReportSchedule.objects.filter(stopped_at=None).select_related("workspace")
    return sum(send_period(schedule, period, now) for schedule in active if (period := due_period(schedule, now)))


def send_period(schedule: ReportSchedule, period: Period, now: datetime) -> int:
    waiting = [reader for reader in readers(schedule, now) if not sent(schedule, period, reader)]
    if not waiting:
        return 0
    report = of_schedule(schedule, period)
    return sum(send(report, reader, now) for reader in waiting)


def sent(schedule: ReportSchedule, period: Period, reader: Reader) -> bool:
    return Sending.objects.filter(report__schedule=schedule, report__start=period.start, email__iexact=reader.email).exists()


def of_schedule(schedule: ReportSchedule, period: Period) -> Report:
    """One report for all the readers of a period: they must read the same figures."""
    known = Report.objects.filter(schedule=schedule, start=period.start)
    if found := known.first():
        return found
    gathered = facts.gather(schedule.workspace, period)
    try:
        with transaction.atomic():
            report = Report.objects.create(
                workspace=schedule.workspace, start=period.start, end=period.end, facts=gathered, schedule=schedule
            )
            events.record(system(schedule.workspace), "report.made", report, start=str(period.start), end=str(period.end))
            return report
    except IntegrityError:  # another worker has just made it
        return known.get()


def send(report: Report, reader: Reader, now: datetime) -> bool:
    """Hands the report to the mail, unless that was done: the row and the message are of one transaction."""
    with translation.override(reader.language):
        told = document.of(report)
        attached = mail.File(f"{report.workspace.slug}-{report.start}-{report.end}.pdf", "application/pdf", pdf.make(told))
        context = {"document": told, "url": address(report, reader), "brand": report.workspace.name}
        try:
            with transaction.atomic():
                Sending.objects.create(report=report, email=reader.email.lower(), at=now)
                mail.send(reader.email, "report", context, language=reader.language, workspace=report.workspace, files=[attached])
                events.record(system(report.workspace), "report.sent", report)
        except IntegrityError:
            return False
    return True


def address(report: Report, reader: Reader) -> str:
    """Where the reader opens the report: a client through their own link, without an account."""
    if reader.guest:
        return str(settings.PUBLIC_URL) + reverse("guest_report", args=[guests.make_token(reader.guest), report.pk])
    return str(settings.PUBLIC_URL) + reverse("report", args=[report.workspace.slug, report.pk])
