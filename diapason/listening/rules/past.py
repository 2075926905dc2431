"""A rule asked of what was heard before it: from the latest backwards, in steps that are kept with what they changed, so that a worker
that is killed goes on where it stood and nothing is done twice.

It is a LongTask of kind `listening.rule`. Its `input`: what the rule was when it was asked (`rule`, `wording`, `text`, `decision`),
`assignee`, `place` (moment and id of the last mention that was looked at), `queued`, `starts`. Its `report`: `changed`, `given`, `back_to`.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.listening import asking, deciding
from diapason.listening.deciding import Decision
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.models import Rule
from diapason.listening.queries.matching import compiled
from diapason.listening.rules import giving, judging
from diapason.listening.store import store
from diapason.listening.store.base import Place, Search
from diapason.workspaces import events, resuming
from diapason.workspaces.members import Member
from diapason.workspaces.models import LongTask, Person

KIND = "listening.rule"
STEP = 200  # mentions that are looked at in one transaction
BEGINNING = date(1995, 1, 1)
State = LongTask.State


def running(rule: Rule) -> LongTask | None:
    return LongTask.objects.filter(workspace=rule.workspace_id, kind=KIND, input__rule=rule.pk, state__in=LongTask.LIVE).first()


@transaction.atomic
def begin(member: Member, rule: Rule) -> LongTask:
    """One at a time for a rule: the one that runs, if there is one."""
    Rule.objects.select_for_update().get(pk=rule.pk)
    if known := running(rule):
        return known
    wording = rule.query.shown_id if rule.query else None
    task = LongTask(workspace=member.workspace, person=member.person, kind=KIND, title=rule.name, total=expected(member, wording))
    task.input = {"rule": rule.pk, "wording": wording, "text": rule.text, "decision": written(judging.decision_of(rule))}
    task.input |= {"assignee": rule.assignee_id, "queued": clock.now().isoformat(), "starts": 0}
    task.save()
    events.record(member, "rule.asked_of_past", rule)
    return task


def expected(member: Member, wording: int | None) -> int | None:
    """How many mentions will be looked at, where sums know it."""
    return sum(each.mentions for each in store().daily([wording], BEGINNING, member.workspace.today)) if wording else None


def written(decision: Decision) -> dict[str, Any]:
    tone = None if decision.sentiment is None else int(decision.sentiment)
    return {"label": decision.label, "sentiment": tone, "ignored": decision.ignored}


def read(given: dict[str, Any]) -> Decision:
    tone = given["sentiment"]
    return Decision(given["label"], "", None if tone is None else Sentiment(tone), given["ignored"])


# ── The work ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def take_up(task_id: int) -> None:
    """Runs it to its end, unless it is over or in the hands of another worker."""
    with resuming.taken_up(task_id) as task:
        if task is None:
            return
        if resuming.is_given_up(task):
            end(task.pk, State.FAILED, _("It was interrupted several times at the same place, so it was stopped. What was done stays."))
            return
        begun(task.pk)
        try:
            while step(task.pk):
                pass
        except Exception:
            end(task.pk, State.FAILED, _("Something went wrong on our side. What was done stays; ask again to go through the rest."))
            raise


@transaction.atomic
def begun(task_id: int) -> None:
    row = held(task_id)
    row.input |= {"starts": row.input.get("starts", 0) + 1}
    row.state, row.started_at = State.RUNNING, row.started_at or clock.now()
    row.save(update_fields=["state", "started_at", "input"])


def held(task_id: int) -> LongTask:
    return LongTask.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=task_id)


@transaction.atomic
def step(task_id: int) -> bool:
    """Looks at some mentions, does what the rule says, and keeps how far it came, all or nothing; whether there are more."""
    row = held(task_id)
    if row.state != State.RUNNING:
        return False
    rule = rule_of(row)
    if row.cancel_asked_at or rule is None or rule.removed_at:
        close(row, State.CANCELLED)
        return False
    asking.hold(row.workspace_id)
    asking.alone(row.workspace_id)
    node = asking.read(row.input["text"]) if row.input["text"] else None
    found = store().candidates(Search(row.workspace_id, wording=row.input["wording"], node=node), STEP, place_of(row))
    test = compiled(node) if node else None
    follow(row, rule, [mention for mention in found.mentions if test is None or test(mention.document)])
    row.done += len(found.mentions)
    if found.next is None:
        close(row, State.DONE)
        return False
    row.input |= {"place": [found.next.at.isoformat(), found.next.id], "starts": 0}
    row.report |= {"back_to": found.next.at.isoformat()}
    row.save(update_fields=["input", "report", "done"])
    return True


def place_of(row: LongTask) -> Place | None:
    if not row.input.get("place"):
        return None
    at, key = row.input["place"]
    return Place(datetime.fromisoformat(at), key)


def rule_of(row: LongTask) -> Rule | None:
    """It gives mentions to whom it gave them when it was asked."""
    rule = Rule.objects.filter(pk=row.input["rule"]).first()
    if rule is not None:
        rule.assignee = Person.objects.filter(pk=row.input.get("assignee")).first()
    return rule


def follow(row: LongTask, rule: Rule, mentions: Sequence[Mention]) -> None:
    decision, by = read(row.input["decision"]), f"{deciding.RULE}:{rule.pk}"
    ids = [mention.id for mention in mentions]
    before = deciding.amend(row.workspace, ids, lambda mention: deciding.apply(mention, decision, by)) if ids else []
    given = set() if decision.ignored else giving.give(row.workspace, rule, mentions)
    touched = {mention.id for mention in before} | given
    row.report |= {"changed": row.report.get("changed", 0) + len(touched), "given": row.report.get("given", 0) + len(given)}
    if touched:
        judging.count(Counter({rule.pk: len(touched)}))


def close(row: LongTask, state: LongTask.State) -> None:
    """Who was given mentions is told once: of thousands each would be too much."""
    row.state, row.finished_at = state, clock.now()
    row.save(update_fields=["state", "finished_at", "report", "done"])
    if (rule := rule_of(row)) and row.report.get("given"):
        giving.tell(row.workspace, rule, row.report["given"])


@transaction.atomic
def end(task_id: int, state: LongTask.State, error: str) -> None:
    row = held(task_id)
    row.report |= {"error": error}
    close(row, state)
