"""What people decide of mentions by hand: one or many at once, each time with the way back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from diapason.listening import asking, deciding
from diapason.listening.deciding import Decision
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.models import Query, Rule
from diapason.listening.queries.fields import SENTIMENTS
from diapason.listening.store import store
from diapason.listening.store.base import What
from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Event, Workspace

MOST = 200  # mentions of one act
UNDONE = "mention.decision_undone"
A_YEAR = timedelta(days=365)


def labels(workspace: Workspace) -> list[str]:
    """Those that the brand uses, the most usual first: what is proposed while one types."""
    shown = list(Query.objects.filter(workspace=workspace, removed_at=None, shown__isnull=False).values_list("shown_id", flat=True))
    used = store().top(shown, What.LABEL, workspace.today - A_YEAR, workspace.today, 50)
    ruled = Rule.objects.filter(workspace=workspace, removed_at=None).exclude(label="").values_list("label", flat=True)
    return list(dict.fromkeys([*(each.value for each in used), *ruled]))


def choices(member: Member) -> dict[str, Any]:
    """What a screen of mentions offers: tones to choose from, and to whoever may decide the tags that there are."""
    may = member.can("listening.write")
    return {"may_decide": may, "labels": labels(member.workspace) if may else [], "sentiments": SENTIMENTS}


@transaction.atomic
def decide(member: Member, ids: Sequence[int], decision: Decision) -> Event | None:
    """What was done, which `undo` takes back; None where nothing changed."""
    by = f"{deciding.PERSON}:{member.person.pk if member.person else 0}"
    before = deciding.amend(member.workspace, ids[:MOST], lambda mention: deciding.apply(mention, decision, by))
    if not before:
        return None
    verb, what, name = said(decision)
    was = {str(mention.id): [value_of(mention, what), deciding.decided_by(mention, what)] for mention in before}
    return events.record(member, verb, None, count=len(before), name=name, what=what, by=by, was=was)


def said(decision: Decision) -> tuple[str, str, str]:
    """The verb, what is decided (as in a mention's `data["by"]`), and its name."""
    if label := decision.label or decision.unlabel:
        return "mention.labelled" if decision.label else "mention.unlabelled", deciding.of_label(label), label
    if decision.sentiment is not None:
        return "mention.tone_set", "sentiment", decision.sentiment.name.lower()
    return "mention.ignored" if decision.ignored else "mention.brought_back", "ignored", ""


UNDOABLE = ("mention.labelled", "mention.unlabelled", "mention.tone_set", "mention.ignored", "mention.brought_back")


@transaction.atomic
def undo(member: Member, decision: Event) -> int:
    """Puts back what nobody decided otherwise since; of how many mentions. A second time, of none."""
    asking.hold(member.workspace.pk)
    asking.alone(member.workspace.pk)
    if Event.objects.filter(workspace=member.workspace, verb=UNDONE, data__of=decision.pk).exists():
        return 0
    what, by, was = decision.data["what"], decision.data["by"], decision.data["was"]

    def change(mention: Mention) -> None:
        if deciding.decided_by(mention, what) == by:
            value, decided = was[str(mention.id)]
            put(mention, what, value, decided)

    changed = deciding.amend(member.workspace, [int(key) for key in was], change)
    events.record(member, UNDONE, None, of=decision.pk, count=len(changed))
    return len(changed)


def value_of(mention: Mention, what: str) -> Any:
    """As it can be written down: a label as it is spelt, empty where it is not given."""
    if what == "sentiment":
        return [None if mention.sentiment is None else int(mention.sentiment), mention.confidence]
    if what == "ignored":
        return mention.ignored
    return next((label for label in mention.labels if deciding.of_label(label) == what), "")


def put(mention: Mention, what: str, value: Any, by: str) -> None:
    if what == "sentiment":
        mention.sentiment, mention.confidence = None if value[0] is None else Sentiment(value[0]), value[1]
    elif what == "ignored":
        mention.ignored = value
    else:
        kept = tuple(label for label in mention.labels if deciding.of_label(label) != what)
        mention.labels = (*kept, value) if value else kept
    deciding.unsign(mention, what, by)
