"""What the list shows, as its address says it: the queue, and what narrows it."""

from dataclasses import dataclass, fields
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diapason.inbox.models import Conversation
from diapason.workspaces.members import Member

QUEUES = {
    "answer": _("To answer"),
    "mine": pgettext_lazy("conversations", "Mine"),
    "waiting": pgettext_lazy("conversations", "Waiting"),
    "closed": pgettext_lazy("conversations", "Closed"),
    "all": pgettext_lazy("conversations", "All"),
}
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty strings filter nothing. `assignee` is a person's id, or `none`."""

    queue: str = ""
    q: str = ""
    space: str = ""
    kind: str = ""
    language: str = ""
    assignee: str = ""
    cursor: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        """Whatever is not understood is left out rather than refused: an address may be old, or typed."""
        values = {field.name: query.get(field.name, "").replace("\x00", "").strip()[:LONGEST] for field in fields(cls)}
        values["queue"] = values["queue"] if values["queue"] in QUEUES else ""
        values["kind"] = values["kind"] if values["kind"] in Conversation.Kind else ""
        values["space"] = values["space"] if values["space"].isdecimal() and len(values["space"]) < 19 else ""
        assignee = values["assignee"]
        values["assignee"] = assignee if assignee == "none" or (assignee.isdecimal() and len(assignee) < 19) else ""
        return cls(**values)

    @property
    def shown(self) -> str:
        """The queue on screen: a search looks everywhere unless a queue is asked for."""
        return self.queue or ("all" if self.q else "answer")

    @property
    def narrowed(self) -> bool:
        return any((self.q, self.space, self.kind, self.language, self.assignee))

    def address(self, **changes: Any) -> str:
        """The query of the address with these filters, the cursor left out unless given: `?queue=mine&space=3`, or ``."""
        values = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "cursor"} | changes
        kept = {name: str(value) for name, value in values.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    def apply(self, member: Member, rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
        return rows.filter(**self.conditions(member))

    def conditions(self, member: Member, prefix: str = "") -> dict[str, Any]:
        """The same filters for conversations or, with a prefix, for what belongs to them."""
        found: dict[str, Any] = dict(in_queue(self.shown, member))
        if self.space:
            found["space"] = int(self.space)
        if self.kind:
            found["kind"] = self.kind
        if self.language:
            found["language"] = self.language
        if self.assignee == "none":
            found["assignee__isnull"] = True
        elif self.assignee:
            found["assignee"] = int(self.assignee)
        return {f"{prefix}{name}": value for name, value in found.items()}

    @property
    def order(self) -> tuple[str, ...]:
        """Whoever waits longest comes first where somebody waits; elsewhere the latest."""
        return ("-urgent", "waiting_since", "id") if self.shown == "answer" else ("-last_message_at", "-id")


def in_queue(queue: str, member: Member) -> dict[str, Any]:
    if queue == "answer":
        return {"status": Conversation.Status.OPEN, "waiting_since__isnull": False}
    if queue == "mine":
        return {"assignee": member.person, "status__in": [Conversation.Status.OPEN, Conversation.Status.WAITING]}
    if queue in {"waiting", "closed"}:
        return {"status": queue, "incoming_count__gt": 0}
    return {"incoming_count__gt": 0}
