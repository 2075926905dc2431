"""An alert in words and as a chart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from diapason.alerts import advice
from diapason.alerts.models import Alert
from diapason.alerts.opening import TOGETHER, first_hour
from diapason.core import charts, clock
from diapason.listening.store import store
from diapason.listening.store.base import Period

HOUR = timedelta(hours=1)
LATELY = timedelta(days=90)
TIMES = 3  # from so many times the usual on, it is said how many


def sentence(alert: Alert) -> str:
    values = {"seen": alert.seen, "span": alert.span, "most": alert.most}
    if alert.kind == Alert.Kind.VOICE:
        return _("An account with %(followers)s followers speaks.") % {"followers": number_format(alert.seen, 0, force_grouping=True)}
    if alert.kind == Alert.Kind.FAMILY:
        return _("%(seen)s mentions say nearly the same, within %(span)s.") % values
    if alert.kind == Alert.Kind.SILENCE:
        return _("Nothing for %(span)s, where about %(expected)s mentions are usual.") % (values | {"expected": round(alert.expected)})
    if alert.kind == Alert.Kind.NEGATIVITY:
        return _("%(seen)s negative mentions in %(span)s, where %(most)s at most are usual.") % values
    return _("%(seen)s mentions in %(span)s, where %(most)s at most are usual.") % values


def how_unusual(alert: Alert) -> str:
    if alert.kind == Alert.Kind.VOICE:
        return (
            _("At least three times as many as the largest account of a usual day has.")
            if alert.expected
            else _("Hardly any large account usually speaks.")
        )
    if alert.kind == Alert.Kind.FAMILY:
        return _("By different people: it is passed on.")
    if alert.kind == Alert.Kind.SILENCE:
        return _("In the same hours of each of the last four weeks it brought some.")
    if alert.expected < 1:
        return _("At this hour hardly anything is usual.")
    times = round(alert.seen / alert.expected)
    if times >= TIMES:
        return _("About %(times)s times what is usual at this hour.") % {"times": times}
    return _("Clearly more than lately at this hour.")


@dataclass(frozen=True, slots=True)
class Past:
    """Other alerts of the query in the 90 days before; `rank` is 1 for the most unusual of all with this one."""

    alerts: Sequence[Alert]
    many: int
    rank: int

    @property
    def words(self) -> str:
        if not self.many:
            return _("The first of its kind in 90 days.")
        if self.rank == 1:
            return _("The most unusual of the last 90 days.")
        return ngettext("One of the last 90 days was more unusual.", "%(more)s of the last 90 days were more unusual.", self.rank - 1) % {
            "more": self.rank - 1
        }


def past(alert: Alert, show: int = 5) -> Past:
    others = Alert.objects.filter(
        query=alert.query_id,
        source=alert.source_id,
        kind__in=TOGETHER[alert.kind],
        opened_at__lt=alert.opened_at,
        opened_at__gte=alert.opened_at - LATELY,
    )
    found = list(others.select_related("acknowledgement__person").order_by("-opened_at", "-id"))
    return Past(found[:show], len(found), 1 + sum(each.score > alert.score for each in found))


def chart(alert: Alert) -> charts.Chart:
    """By hour, from a day before its beginning to a day after, or to now."""
    first, zone, now = first_hour(alert.began_at), alert.workspace.tz, clock.now()
    hours = [hour for number in range(len(alert.course)) if (hour := first + number * HOUR) <= now]
    counted = counts(alert, hours)
    seen = [counted.get(hour, 0) for hour in hours]
    expected, most = ([row[place] for row in alert.course[: len(hours)]] for place in (0, 1))
    told = int((alert.opened_at - first) / HOUR)
    name = _("Negative mentions") if alert.kind == Alert.Kind.NEGATIVITY else _("Mentions")
    return charts.Chart(
        title=_("Around its beginning, by hour"),
        heads=[head(hour.astimezone(zone)) for hour in hours],
        first=_("Hour"),
        series=[
            charts.Series(name, seen),
            charts.Series(_("Most that is usual"), most, muted=True),
            charts.Series(_("Usual"), expected, muted=True),
        ],
        marks=[charts.Mark(told, _("Alert"), icon="bell-ring")] if told < len(hours) else (),
        definition=_("What was said in each hour, beside what was usual for the query at that hour of that day when the alert was given."),
    )


def counts(alert: Alert, hours: Sequence[datetime]) -> dict[datetime, int]:
    if not hours or alert.wording is None:
        return {}
    steps = store().recent([alert.wording], Period(hours[0], hours[-1] + HOUR), 3600)
    negative = alert.kind == Alert.Kind.NEGATIVITY
    return {each.at: each.negative if negative else each.mentions for each in steps}


def head(hour: datetime) -> str:
    return f"{charts.short_day(hour.date())} {date_format(hour, 'H:i')}"


def next_steps(alert: Alert, *, answered: bool) -> list[str]:
    """What to do, the first first."""
    if alert.kind == Alert.Kind.SILENCE:
        return [
            _("Open the source: it says whether it can be read, and when it was."),
            _("Open its address yourself: the site may have moved its feed, or be on holiday."),
            _("Until it is mended, look there by hand: what is said there is not heard."),
        ]
    steps = [] if answered else [_("Say that you answer for it: the others know, and nobody is told again.")]
    steps.append(_("Read the mentions below: who says what, and whether it is true."))
    if alert.kind == Alert.Kind.NEGATIVITY or alert.severity != Alert.Severity.NOTABLE:
        steps.append(_("Look at what is about to be published: an offer reads badly beside a complaint. Publishing can be paused at once."))
        steps.append(_("Agree on one answer before anybody gives one, and on who gives it."))
    if alert.severity == Alert.Severity.SEVERE:
        steps.append(_("Call those who decide: this is far beyond what is usual."))
    elif alert.kind != Alert.Kind.NEGATIVITY:
        steps.append(_("If it is good news, thank those who speak, and share what they made."))
    return [*steps, *advice.of(alert)]
