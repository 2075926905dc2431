"""Saved replies with places for names."""

import re

from diapason.inbox.models import Conversation
from diapason.workspaces.members import Member

VARIABLES = ("first_name", "brand", "link", "agent")
PLACE = re.compile(r"\{(\w+)\}")


def values(member: Member, conversation: Conversation) -> dict[str, str]:
    """What stands for each variable here. The first name is left out where we only know a handle."""
    identity = conversation.identity
    contact = identity.contact if identity else None
    name = contact.name if contact and identity and contact.name != identity.handle else ""
    return {
        "first_name": first_name(name),
        "brand": conversation.workspace.name,
        "link": conversation.workspace.website,
        "agent": first_name(member.person.name if member.person else ""),
    }


def first_name(name: str) -> str:
    word = name.split()[0] if name.split() else ""
    return word.strip(".,") if word[:1].isalpha() else ""


def fill(body: str, known: dict[str, str]) -> str:
    """The text with its variables; what we do not know disappears with the space before it, what we do not name stays."""
    text = PLACE.sub(lambda match: known[match[1]] if match[1] in known else match[0], body)
    text = re.sub(r"[ \u00a0\u202f]+(?=[,.])", "", text)
    return re.sub(r"[ ]{2,}", " ", text).strip()


def unknown(body: str) -> list[str]:
    """Variables of a text that do not exist: a typing error is said when the reply is written, not when it is sent."""
    return [name for name in PLACE.findall(body) if name not in VARIABLES]
