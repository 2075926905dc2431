"""How a space is, in one word and one tone; and the limits in force there."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diapason.core import clock
from diapason.networks.base.counting import TextLimit, Unit
from diapason.networks.base.registry import Network
from diapason.territory import health
from diapason.territory.models import Space

SOON = timedelta(days=7)
KINDS: dict[str, Promise | str] = {
    "social": gettext_lazy("Social networks"),
    "professional": gettext_lazy("Professional networks"),
    "blog": gettext_lazy("Sites and blogs"),
    "photo": gettext_lazy("Photo sharing"),
    "video": gettext_lazy("Video channels"),
    "messaging": gettext_lazy("Messaging"),
    "forum": gettext_lazy("Forums"),
    "reviews": gettext_lazy("Reviews"),
    "watched": gettext_lazy("Watched"),
    "other": gettext_lazy("Other spaces"),
}
UNITS: dict[Unit, Promise | str] = {
    Unit.GRAPHEMES: gettext_lazy("signs as a reader counts them"),
    Unit.UTF8_BYTES: gettext_lazy("bytes"),
    Unit.UTF16_UNITS: gettext_lazy("characters, an emoji counting two or more"),
    Unit.CODE_POINTS: gettext_lazy("characters"),
    Unit.EMOJI_BYTES: gettext_lazy("characters, an emoji counting its bytes"),
    Unit.WEIGHTED: gettext_lazy("weighted characters"),
    Unit.FEDIVERSE: gettext_lazy("characters, a link counting 23"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    label: str
    tone: str
    icon: str


def of(space: Space) -> Condition:
    if space.state == Space.State.NEEDS_RECONNECT:
        return Condition(_("To reconnect"), "bad", "plug-zap")
    if health.resting(space):
        return Condition(_("Does not answer"), "bad", "wifi-off")
    if space.error_word:
        return Condition(_("Answers badly"), "warn", "triangle-alert")
    if space.expires_at and space.expires_at < clock.now() + SOON:
        return Condition(_("Access ends soon"), "warn", "clock")
    if space.state == Space.State.ASSISTED:
        return Condition(_("Posted by hand"), "", "hand")
    return Condition(_("Well"), "ok", "check")


def kind(network: Network) -> str:
    return str(KINDS.get(network.manifest.kind, KINDS["other"]))


def rank(network: Network) -> int:
    """The place of its kind on the screen."""
    known = list(KINDS)
    return known.index(network.manifest.kind) if network.manifest.kind in known else len(known) - 1


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as it is shown. `source` is an address or words; `read_on` the day it was read there."""

    what: str
    most: str
    source: str = ""
    read_on: date | None = None


def limits(space: Space) -> list[Limit]:
    """Those in force: what the server declared of itself goes before what its documentation says."""
    network = space.net
    texts = network.publish.limits(space.declared) if network.can("publish") else network.manifest.text
    found = [of_text(limit) for limit in texts]
    manifest = network.manifest
    if manifest.title_max:
        found.append(Limit(_("Title"), _("%(count)s characters") % {"count": manifest.title_max}))
    if manifest.images.maximum:
        found.append(Limit(_("Images"), sized(manifest.images.maximum, manifest.images.max_bytes)))
    if manifest.video.maximum:
        found.append(Limit(_("Videos"), sized(manifest.video.maximum, manifest.video.max_bytes)))
    if manifest.poll:
        found.append(Limit(_("Answers of a poll"), f"{manifest.poll.min_options}–{manifest.poll.max_options}"))
    return found


def of_text(limit: TextLimit) -> Limit:
    return Limit(_("Text"), f"{limit.maximum} {UNITS[limit.unit]}", limit.source, limit.checked_on)


def sized(count: int, largest: int) -> str:
    if not largest:
        return str(count)
    return _("%(count)s, of %(size)s MB at most") % {"count": count, "size": largest // 1_000_000}
