"""What the floors above show beside a conversation.

In `apps.ready()`: `panels.declare("crises/_micro.html", find)`, where `find(member, conversation)` gives what the template shows as
`panel`, or None where there is nothing to show.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from diapason.inbox.models import Conversation
from diapason.workspaces.members import Member

Find = Callable[[Member, Conversation], Any]


@dataclass(frozen=True, slots=True)
class Panel:
    template: str
    shows: Any


_declared: dict[str, Find] = {}


def declare(template: str, find: Find) -> None:
    _declared[template] = find


def panels(member: Member, conversation: Conversation) -> list[Panel]:
    """Those with something to show, in the order in which they were declared."""
    found = [(template, find(member, conversation)) for template, find in _declared.items()]
    return [Panel(template, shows) for template, shows in found if shows is not None]
