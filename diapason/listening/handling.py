"""What the team does about mentions: gives them to somebody, notes leads and questions, keeps evidence. One or many at once, each act
undoable."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from diapason.core import clock
from diapason.listening.mentions import Mention
from diapason.listening.models import Handling
from diapason.workspaces import events, notices
from diapason.workspaces.members import Member
from diapason.workspaces.models import Event, Person, Workspace
from diapason.workspaces.notices import holders

Kind = Handling.Kind
NOTED = {Kind.LEAD: "mention.lead_noted", Kind.QUESTION: "mention.question_noted", Kind.EVIDENCE: "mention.kept"}


@dataclass(slots=True)
class Done:
    """What an act opened and ended, by the numbers of the rows: enough to put all back."""

    opened: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)

    @property
    def many(self) -> int:
        return len(self.opened) or len(self.ended)


def present(member: Member) -> QuerySet[Handling]:
    """What holds now."""
    return Handling.objects.filter(workspace=member.workspace, ended_at=None)


def of_mentions(member: Member, ids: Iterable[int]) -> dict[int, dict[str, Handling]]:
    """What holds of these mentions, by mention and kind."""
    found: dict[int, dict[str, Handling]] = defaultdict(dict)
    for row in present(member).filter(mention__in=list(ids)).select_related("assignee"):
        found[row.mention][row.kind] = row
    return found


def team(member: Member) -> list[Person]:
    """Whom a mention can be given to."""
    return sorted(holders(member.workspace, "mention.handle"), key=lambda person: str(person).casefold())


@transaction.atomic
def note(member: Member, mentions: Sequence[Mention], kind: Kind) -> Done:
    """Notes them as leads, questions or evidence; those that are, are left as they are."""
    one_at_a_time(member)
    known = set(present(member).filter(kind=kind, mention__in=[each.id for each in mentions]).values_list("mention", flat=True))
    made = opened(member, [each for each in mentions if each.id not in known], kind)
    record(member, NOTED[kind], made)
    return Done(opened=[row.pk for row in made])


@transaction.atomic
def assign(member: Member, mentions: Sequence[Mention], to: Person, *, url: str = "") -> Done:
    """Gives them to somebody; those that somebody else had change hands."""
    one_at_a_time(member)
    held = list(present(member).filter(kind=Kind.ASSIGNMENT, mention__in=[each.id for each in mentions]))
    theirs = {row.mention for row in held if row.assignee_id == to.pk}
    others = [row for row in held if row.assignee_id != to.pk]
    close(member, others)
    made = opened(member, [each for each in mentions if each.id not in theirs], Kind.ASSIGNMENT, to)
    record(member, "mention.assigned", made, name=str(to), to=to.pk)
    if made and to != member.person:
        notices.tell(member.workspace, [to], "mention.assigned", url=url, subject=made[0], by=member.name, count=len(made))
    return Done([row.pk for row in made], [row.pk for row in others])


@transaction.atomic
def end(member: Member, rows: Iterable[Handling]) -> Done:
    """It was done, or is no longer so."""
    one_at_a_time(member)
    held = list(present(member).filter(pk__in=[row.pk for row in rows]))
    close(member, held)
    record(member, "mention.handled", held)
    return Done(ended=[row.pk for row in held])


@transaction.atomic
def undo(member: Member, done: Done) -> None:
    """As it was before; what somebody decided meanwhile stays."""
    one_at_a_time(member)
    close(member, present(member).filter(pk__in=done.opened))
    for row in Handling.objects.filter(workspace=member.workspace, pk__in=done.ended).exclude(ended_at=None):
        if not present(member).filter(mention=row.mention, kind=row.kind).exists():
            Handling.objects.filter(pk=row.pk).update(ended_at=None, ended_by=None)
    rows = Handling.objects.filter(workspace=member.workspace, pk__in=[*done.opened, *done.ended])
    record(member, "mention.put_back", rows)


def one_at_a_time(member: Member) -> None:
    """Two people who decide about one mention at once take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('listening.handling'), %s)", [member.workspace.pk % 2**31])


def opened(member: Member, mentions: Sequence[Mention], kind: Kind, to: Person | None = None) -> list[Handling]:
    now = clock.now()
    known = {"workspace": member.workspace, "kind": kind, "assignee": to, "by": member.person, "at": now}
    return Handling.objects.bulk_create(Handling(mention=each.id, said_at=each.said_at, **known) for each in mentions)


def close(member: Member, rows: Iterable[Handling]) -> None:
    Handling.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=clock.now(), ended_by=member.person)


def record(member: Member, verb: str, rows: Iterable[Handling], **data: object) -> None:
    """Without a word of the mention: what was said may have to be forgotten, and the log of what we did stays."""
    Event.objects.bulk_create([events.build(member, verb, row, mention=row.mention, **data) for row in rows])


def evidence(workspace: Workspace, since: datetime, until: datetime, most: int) -> list[int]:
    """The mentions said within these moments that were kept for reports, the latest first."""
    kept = Handling.objects.filter(workspace=workspace, ended_at=None, kind=Kind.EVIDENCE, said_at__gte=since, said_at__lt=until)
    return list(kept.order_by("-said_at").values_list("mention", flat=True)[:most])
