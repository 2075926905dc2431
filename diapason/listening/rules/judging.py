"""Rules as they are asked of what comes in, before it is kept.

All are asked of a mention as it was heard and understood; what those that hold say is done in their order. Of two that say different
things the later holds, and after one that ignores the mention none follows.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Q

from diapason.core import clock
from diapason.listening import asking, deciding
from diapason.listening.deciding import Decision
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.models import Rule
from diapason.listening.queries.percolator import Percolator
from diapason.listening.rules import giving
from diapason.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Known:
    """`stamp` changes with the texts that are asked."""

    stamp: tuple[tuple[int, str], ...]
    percolator: Percolator[int]


_known: dict[int, Known] = {}


def active(workspace: int) -> list[Rule]:
    """In their order. One whose query was removed waits for it to come back."""
    asked = Q(query=None) | Q(query__removed_at=None)
    found = Rule.objects.filter(asked, workspace=workspace, paused_at=None, removed_at=None)
    return list(found.select_related("query").order_by("position", "pk"))


def percolator(workspace: int, rules: Iterable[Rule]) -> Percolator[int]:
    """Made again when the texts of the brand's rules have changed."""
    stamp = tuple((rule.pk, rule.text) for rule in rules if rule.text)
    known = _known.get(workspace)
    if known is None or known.stamp != stamp:
        known = _known[workspace] = Known(stamp, Percolator({pk: asking.read(text) for pk, text in stamp}))
    return known.percolator


def decision_of(rule: Rule) -> Decision:
    return Decision(
        label=rule.label,
        sentiment=None if rule.sentiment is None else Sentiment(rule.sentiment),
        ignored=True if rule.ignore else None,
    )


def holds(rule: Rule, found_by: Collection[int], true: Collection[int]) -> bool:
    """`found_by`: the wordings that find the mention; `true`: the rules whose text does."""
    if rule.query and rule.query.shown_id not in found_by:
        return False
    return not rule.text or rule.pk in true


def judge(workspace: Workspace, mentions: Sequence[Mention]) -> None:
    rules = active(workspace.pk)
    if not rules:
        return
    texts = percolator(workspace.pk, rules)
    for mention in mentions:
        true = texts.found_by(mention.document)
        if held := [rule for rule in rules if holds(rule, mention.found_by, true)]:
            follow(workspace, mention, held)


def follow(workspace: Workspace, mention: Mention, rules: Sequence[Rule]) -> None:
    """A query that asks for the tone is asked for the one that it has now."""
    tone, followed = mention.sentiment, []
    for rule in rules:
        deciding.apply(mention, decision_of(rule), f"{deciding.RULE}:{rule.pk}")
        followed.append(rule.pk)
        if mention.ignored:
            break
    mention.data = mention.data | {"rules": followed}
    if mention.sentiment is not tone:
        mention.known_otherwise()
        mention.found_by = tuple(sorted(asking.percolator(workspace.pk).found_by(mention.document)))


def judged(workspace: Workspace, new: Sequence[Mention]) -> None:
    """Of what was kept: what each rule did is counted, and people are given what is theirs."""
    done = Counter(pk for mention in new for pk in mention.data.get("rules", ()))
    if not done:
        return
    rules = Rule.objects.filter(workspace=workspace).select_related("assignee").in_bulk(list(done))
    for pk, mentions in sorted(giving.by_rule(new, rules).items()):
        giving.tell(workspace, rules[pk], len(giving.give(workspace, rules[pk], mentions)))
    count(done)


def count(done: Counter[int]) -> None:
    """In one order: processes that count the same rules wait for each other and do not lock up."""
    for pk, many in sorted(done.items()):
        Rule.objects.filter(pk=pk).update(done=F("done") + many, last_at=clock.now())
