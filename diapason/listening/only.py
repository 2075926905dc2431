"""What a list of mentions was narrowed to, in words."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from diapason.core.numbers import whole
from diapason.listening import labels, places
from diapason.listening.filtering import Filters
from diapason.listening.models import Source
from diapason.listening.store import store
from diapason.listening.store.base import What
from diapason.workspaces.models import Workspace


def only(workspace: Workspace, chosen: Filters) -> list[tuple[str, str]]:
    """The name of each filter that has no field of its own on the screen, and what it lets through."""
    found = [(named(what), valued(workspace, what, value)) for what, value in chosen.facts if what is not What.INTENT]
    if chosen.since or chosen.until:
        found.append((_("Moment"), between(workspace, chosen)))
    return found


def named(what: What) -> str:
    names = {
        What.AUTHOR: _("Author"),
        What.SITE: _("Site"),
        What.SOURCE: _("Source"),
        What.LANGUAGE: _("Language"),
        What.COUNTRY: _("Country"),
        What.KIND: _("Kind"),
        What.ASPECT: _("Aspect"),
        What.NAME: _("Name"),
        What.TAG: _("Hashtag"),
        What.WORD: _("Word"),
        What.LABEL: _("Tag"),
    }
    return names[what]


def valued(workspace: Workspace, what: What, value: str) -> str:
    match what:
        case What.AUTHOR:
            return store().names(workspace.pk, [value]).get(value) or value.rpartition("/")[2]
        case What.SOURCE:
            return str(Source.objects.filter(workspace=workspace, pk=whole(value) or 0).first() or value)
        case What.KIND:
            return str(labels.KINDS.get(value, value))
        case What.LANGUAGE:
            return labels.of_language(value)
        case What.COUNTRY:
            return places.name_of(value)
        case What.ASPECT:
            return of_aspect(value)
    return value


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
