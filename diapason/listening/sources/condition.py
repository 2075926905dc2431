"""How a source is, in one word and one tone, and what to do about it."""

from dataclasses import dataclass
from datetime import timedelta

from babel.dates import format_timedelta
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from diapason.core import clock, numbers
from diapason.listening.models import Source
from diapason.listening.sources.web import reasons
from diapason.territory import repair

FAILURES_BEFORE_ILL = 3
LATE = timedelta(minutes=10)
WORDS = {
    "temporary": gettext_lazy("The site could not be reached, or answered badly. Diapason tries again by itself."),
    "unknown": gettext_lazy("The site’s answer was lost. Diapason tries again by itself."),
    "rate_limited": gettext_lazy("The site asks to slow down. Diapason waits as long as it asks."),
    "permanent": gettext_lazy("The site refuses to be read. Diapason looks again from time to time."),
    "silent": gettext_lazy(
        "Nothing comes any more although the connection holds. Diapason connects again by itself, and goes on where it was."
    ),
    "cut": gettext_lazy("The connection was lost. Diapason connects again by itself, and goes on where it was: nothing is left out."),
    "too_slow": gettext_lazy("It says more than is heard in time, and hung up. Diapason goes on where it was: nothing is left out."),
    "too_large": gettext_lazy("It sends a message that is too large to be taken. Diapason tries again by itself."),
    "not_a_stream": gettext_lazy("Nothing can be heard at this address. Check it, or listen to another server."),
    "reauth": gettext_lazy("The site asks who we are. Its feed is for people who sign in."),
}
MISSED = {
    "outdated_cursor": gettext_lazy("The connection was away for longer than the network keeps what was said."),
    "future_cursor": gettext_lazy("The server began anew, and does not know what was heard before."),
}


@dataclass(frozen=True, slots=True)
class Condition:
    label: str
    tone: str
    icon: str


def of(source: Source) -> Condition:
    if source.paused_at:
        return Condition(_("Paused"), "", "pause")
    if source.failures >= FAILURES_BEFORE_ILL:
        return Condition(_("Does not answer"), "bad", "wifi-off")
    if source.failures:
        return Condition(_("Answered badly"), "warn", "triangle-alert")
    if source.kind == Source.Kind.ARCHIVE:
        return Condition(_("Taken in"), "ok", "check")
    if source.read_at is None:
        return Condition(_("Not heard yet") if source.wire_id else pgettext("source", "Not read yet"), "", "clock")
    if source.slowed_at:
        return Condition(_("Slowed"), "warn", "timer")
    if is_late(source):
        return Condition(_("Late"), "warn", "clock")
    return Condition(_("Well"), "ok", "check")


def is_late(source: Source) -> bool:
    """It should have been read a while ago: the worker is stopped, or has too much to do. A stream says every few seconds that it is
    heard, if only by its silence."""
    if source.wire_id:
        return source.read_at is not None and source.read_at < clock.now() - LATE
    return source.next_at is not None and source.next_at < clock.now() - LATE


def trouble(source: Source, in_an_hour: int | None = None) -> str:
    """What is wrong, in the reader's words; empty when nothing is. `in_an_hour`: mentions that it brought in the last hour, if known."""
    if source.failures:
        if source.error_code == "not_connected":
            return _("The space that it is asked through is no longer connected. Connect it again, and the search goes on.")
        if source.error_code in WORDS:
            return str(WORDS[source.error_code])
        if source.kind == Source.Kind.PAGE and (why := reasons.sentence(source.error_code)):
            return why
        return repair.sentence(source.net, "permanent", source.error_code) if source.network else source.error
    if source.slowed_at and source.wire:
        said = _("It says more than is heard in time: %(rate)s posts a second, heard %(late)s late. Nothing is left out.")
        return said % {"rate": numbers.grouped(source.wire.rate or 0, 1), "late": lasting(source.wire.lag or 0)}
    if source.slowed_at:
        said = _("It brings more at once than is read in one go. What is left is read in the next minutes: nothing is left out.")
        many = _("%(count)s mentions in the last hour.") % {"count": numbers.grouped(in_an_hour)} if in_an_hour else ""
        return f"{said} {many}".rstrip()
    if source.paused_at is None and source.kind in Source.READ and is_late(source):
        return _("It waits for its turn: the worker of this installation is stopped, or has too much to do.")
    return ""


def missed(source: Source) -> str:
    """What a stream said last that could not be heard, and why; empty when it heard all."""
    return str(MISSED.get(source.wire.missed, "")) if source.wire else ""


def lasting(seconds: float) -> str:
    """In its largest unit: 4 minutes."""
    return format_timedelta(timedelta(seconds=max(seconds, 1)), threshold=1.5, locale=numbers.locale())
