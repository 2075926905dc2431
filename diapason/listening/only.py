"""What a list of mentions was narrowed to, in words."""

from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from diapason.core.numbers import whole
from diapason.listening import labels, places
from diapason.listening.filtering import FACTS, Filters
from diapason.listening.models import Source
from diapason.listening.store import store
from diapason.workspaces.models import Workspace


def only(workspace: Workspace, given: Mapping[str, str], chosen: Filters) -> list[tuple[str, str]]:
    """The name of each filter that has no field of its own on the screen, and what it lets through."""
    found = [(named(name), valued(workspace, name, value)) for name in FACTS if name != "intent" and (value := given.get(name, "").strip())]
    if chosen.since or chosen.until:
        found.append((_("Moment"), between(workspace, chosen)))
    return found


def named(name: str) -> str:
    names = {
        "author": _("Author"),
        "site": _("Site"),
        "source": _("Source"),
        "lang": _("Language"),
        "country": _("Country"),
        "type": _("Kind"),
        "aspect": _("Aspect"),
        "name": _("Name"),
        "tag": _("Hashtag"),
        "word": _("Word"),
        "label": _("Tag"),
    }
    return names[name]


def valued(workspace: Workspace, name: str, value: str) -> str:
    if name == "author":
        return store().names(workspace.pk, [value]).get(value) or value.rpartition("/")[2]
    if name == "source":
        return str(Source.objects.filter(workspace=workspace, pk=whole(value) or 0).first() or value)
    if name == "type":
        return str(labels.KINDS.get(value, value))
    worded = {"lang": labels.of_language, "country": places.name_of, "aspect": of_aspect}
    return worded[name](value) if name in worded else value


def of_aspect(value: str) -> str:
    """`price`, or `price:negative`."""
    name, _sign, opinion = value.partition(":")
    return " · ".join(filter(None, [labels.of_aspect(name), str(labels.TONES.get(opinion, opinion))]))


def between(workspace: Workspace, chosen: Filters) -> str:
    """On the clock of the brand."""
    since, until = (
        date_format(each.astimezone(workspace.tz), "SHORT_DATETIME_FORMAT") if each else "…" for each in (chosen.since, chosen.until)
    )
    return _("from %(since)s to %(until)s") % {"since": since, "until": until}
