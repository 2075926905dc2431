"""What an event says to a person. Each app declares its verbs in `sentences.py`, imported from `apps.ready()`.

    declare("post.approved", _("approved “%(label)s”"))

The actor stands beside the sentence, so it begins with the verb in the past. Its holes are `label` and the event's data;
`values` computes more. A verb that no app declared is shown as it is, with the label.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Event
from diapason.workspaces.models.membership import Role

Values = Callable[[Event], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Sentence:
    text: Promise | str
    values: Values | None = None


_declared: dict[str, Sentence] = {}
_families: dict[str, Promise | str] = {}


def declare(verb: str, text: Promise | str, values: Values | None = None) -> None:
    _declared[verb] = Sentence(text, values)


def declare_family(family: str, name: Promise | str) -> None:
    """The name under which the verbs `family.…` are filtered."""
    _families[family] = name


def sentence(event: Event) -> str:
    """The event in the reader's language."""
    declared = _declared.get(event.verb)
    if declared is None:
        return f"{event.verb} · {event.label}" if event.label else event.verb
    about_people = event.verb.startswith(("member.", "invitation."))
    label = event.label or (gettext("Deleted account") if about_people else "")
    values = {**event.data, "label": label, **(declared.values(event) if declared.values else {})}
    try:
        return str(declared.text) % values
    except (KeyError, TypeError, ValueError):  # an event of an older version, with other data
        return f"{event.verb} · {event.label}"


def family_name(family: str) -> str:
    return str(_families.get(family, family))


def families() -> list[str]:
    return sorted(_families)


def role_name(value: object) -> str:
    return str(Role(value).label) if value in Role.values else str(value)


def roles(event: Event) -> dict[str, str]:
    return {name: role_name(event.data[name]) for name in ("role", "before", "after") if name in event.data}


FIELDS: dict[str, Promise] = {
    "name": _("name"),
    "website": _("web site"),
    "market": _("market"),
    "language": _("language"),
    "time_zone": _("time zone"),
    "late_after": _("tolerance for late posts"),
    "require_alt_text": _("alternative texts"),
    "utm": _("links and campaign parameters"),
    "approval_steps": _("steps of approval"),
    "owners_need_two_factor": _("two factors for owners"),
}


def changes(event: Event) -> dict[str, str]:
    return {"fields": ", ".join(str(FIELDS.get(name, name)) for name in event.data.get("changes", {}))}


declare_family("brand", _("Brand"))
declare_family("settings", _("Settings"))
declare_family("member", _("Team"))
declare_family("invitation", _("Invitations"))
declare_family("guest_link", _("Client links"))
declare("brand.created", _("created the brand %(label)s"))
declare("settings.changed", _("changed the settings: %(fields)s"), changes)
declare("member.role_changed", _("changed the role of %(label)s from “%(before)s” to “%(after)s”"), roles)
declare("member.removed", _("removed %(label)s from the team (%(role)s)"), roles)
declare("member.restored", _("brought %(label)s back into the team (%(role)s)"), roles)
declare("member.left", _("left the brand (%(role)s)"), roles)
declare("invitation.sent", _("invited %(label)s (%(role)s)"), roles)
declare("invitation.resent", _("sent the invitation of %(label)s again"))
declare("invitation.revoked", _("revoked the invitation of %(label)s"))
declare("invitation.restored", _("restored the invitation of %(label)s"))
declare("invitation.accepted", _("accepted the invitation sent to %(label)s (%(role)s)"), roles)
declare("guest_link.created", _("created a client link for %(label)s (%(days)s days)"))
declare("guest_link.revoked", _("revoked the client link of %(label)s"))
declare("guest_link.restored", _("restored the client link of %(label)s"))
