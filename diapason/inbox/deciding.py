"""What the team decides of conversations: whose they are, closed, set aside, urgent. One or many at once, each undoable."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from diapason.core import clock
from diapason.inbox import facts
from diapason.inbox.models import Closure, Conversation, Hold, Note
from diapason.workspaces import events, notices
from diapason.workspaces.members import Member
from diapason.workspaces.models import Event, Person


def lock(conversations: Iterable[Conversation]) -> list[Conversation]:
    """The rows as they are now, held until the end of the transaction."""
    ids = [conversation.pk for conversation in conversations]
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("identity", "space", "workspace")
    return list(rows.filter(pk__in=ids).order_by("pk"))


def record(member: Member, verb: str, conversations: Iterable[Conversation], **data: object) -> None:
    Event.objects.bulk_create([events.build(member, verb, conversation, **data) for conversation in conversations])


@transaction.atomic
def close(member: Member, conversations: Sequence[Conversation]) -> list[Conversation]:
    """Closes those that are not; those that it closed."""
    return stand(member, conversations, Closure, "conversation.closed", status=Conversation.Status.CLOSED)


@transaction.atomic
def hold(member: Member, conversations: Sequence[Conversation]) -> list[Conversation]:
    """Sets aside those that wait for an answer; those that it set aside."""
    return stand(member, conversations, Hold, "conversation.held", status=Conversation.Status.WAITING)


def stand(
    member: Member, conversations: Sequence[Conversation], fact: type[Closure] | type[Hold], verb: str, *, status: str
) -> list[Conversation]:
    rows = lock(conversations)
    already = set(fact._default_manager.filter(conversation__in=rows, ended_at=None).values_list("conversation_id", flat=True))
    changed = [row for row in rows if row.pk not in already and row.status != status]
    for row in changed:
        fact._default_manager.create(conversation=row, at=clock.now(), by=member.person)
    facts.refresh(row.pk for row in changed)
    record(member, verb, changed)
    return changed


@transaction.atomic
def reopen(member: Member, conversations: Sequence[Conversation]) -> list[Conversation]:
    """Ends what was decided: closed or set aside no longer. Those that it changed."""
    rows = lock(conversations)
    changed: set[int] = set()
    for fact in (Closure, Hold):
        live = fact._default_manager.filter(conversation__in=rows, ended_at=None)
        changed |= set(live.values_list("conversation_id", flat=True))
        live.update(ended_at=clock.now(), ended_by=member.person)
    facts.refresh(changed)
    back = [row for row in rows if row.pk in changed]
    record(member, "conversation.reopened", back)
    return back


@transaction.atomic
def assign(member: Member, conversations: Sequence[Conversation], to: Person | None, *, url: str = "") -> dict[int, int | None]:
    """Gives conversations to somebody, or to nobody; who had each before, to put it back."""
    rows = [row for row in lock(conversations) if row.assignee_id != (to.pk if to else None)]
    before = {row.pk: row.assignee_id for row in rows}
    Conversation.objects.filter(pk__in=before).update(assignee=to)
    record(member, "conversation.assigned" if to else "conversation.unassigned", rows, to=to.pk if to else None, name=str(to) if to else "")
    if to and rows and to != member.person:
        notices.tell(
            member.workspace,
            [to],
            "inbox.assigned",
            url=url,
            subject=rows[0],
            by=member.name,
            count=len(rows),
            who=str(rows[0].identity or ""),
        )
    return before


@transaction.atomic
def flag(member: Member, conversations: Sequence[Conversation], urgent: bool) -> list[Conversation]:
    rows = [row for row in lock(conversations) if row.urgent != urgent]
    Conversation.objects.filter(pk__in=[row.pk for row in rows]).update(urgent=urgent)
    record(member, "conversation.flagged" if urgent else "conversation.unflagged", rows)
    return rows


@transaction.atomic
def note(member: Member, conversation: Conversation, body: str) -> Note:
    found = Note.objects.create(conversation=conversation, person=member.person, body=body)
    events.record(member, "conversation.noted", conversation, note=found.pk)
    return found


@transaction.atomic
def remove_note(member: Member, found: Note, *, restore: bool = False) -> None:
    """Takes a note away, or puts it back."""
    found.removed_at, found.removed_by = (None, None) if restore else (clock.now(), member.person)
    found.save(update_fields=["removed_at", "removed_by"])
    events.record(member, "conversation.note_restored" if restore else "conversation.note_removed", found.conversation, note=found.pk)
