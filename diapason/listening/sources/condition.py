"""How a source is, in one word and one tone, and what to do about it."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from diapason.core import clock
from diapason.listening.models import Source
from diapason.territory import repair

FAILURES_BEFORE_ILL = 3
LATE = timedelta(minutes=10)
WORDS = {
    "temporary": gettext_lazy("The site could not be reached, or answered badly. Diapason tries again by itself."),
    "unknown": gettext_lazy("The site’s answer was lost. Diapason tries again by itself."),
    "rate_limited": gettext_lazy("The site asks to slow down. Diapason waits as long as it asks."),
    "permanent": gettext_lazy("The site refuses to be read. Diapason looks again from time to time."),
    "reauth": gettext_lazy("The site asks who we are. Its feed is for people who sign in."),
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
    if source.kind not in Source.READ:
        return Condition(_("Taken in"), "ok", "check")
    if source.read_at is None:
        return Condition(pgettext("source", "Not read yet"), "", "clock")
    if source.slowed_at:
        return Condition(_("Slowed"), "warn", "timer")
    if is_late(source):
        return Condition(_("Late"), "warn", "clock")
    return Condition(_("Well"), "ok", "check")


def is_late(source: Source) -> bool:
    """It should have been read a while ago: the worker is stopped, or has too much to do."""
    return source.next_at is not None and source.next_at < clock.now() - LATE


def trouble(source: Source) -> str:
    """What is wrong, in the reader's words; empty when nothing is."""
    if source.failures:
        if source.error_code == "not_connected":
            return _("The space that it is asked through is no longer connected. Connect it again, and the search goes on.")
        if source.error_code in WORDS:
            return str(WORDS[source.error_code])
        return repair.sentence(source.net, "permanent", source.error_code) if source.network else source.error
    if source.slowed_at:
        return _("It brings more at once than is read in one go. What is left is read in the next minutes: nothing is left out.")
    if source.paused_at is None and source.kind in Source.READ and is_late(source):
        return _("It waits for its turn: the worker of this installation is stopped, or has too much to do.")
    return ""
