"""Words of deliveries in templates."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from diapason.publishing.titles import title

register = template.Library()


@register.filter
def delivery_title(content: dict[str, Any]) -> str:
    return title(content, longest=90)


@register.filter
def delivery_verb(verb: str, names: dict[str, str]) -> str:
    """The state that an event of a delivery led to, in words."""
    state = verb.removeprefix("delivery.")
    return str(names.get(state, _("Changed")))


@register.filter
def outcome_words(outcome: str) -> str:
    words = {
        "": _("No answer yet"),
        "done": _("Done"),
        "found": _("Done: found on the network afterwards"),
        "not_done": _("Did not arrive"),
        "seen_by_person": _("Settled by a person"),
        "temporary": _("The network was not available"),
        "rate_limited": _("The network asked to slow down"),
        "permanent": _("Refused"),
        "reauth": _("The access was refused"),
        "unknown": _("No clear answer"),
    }
    return words.get(outcome, outcome)
