"""What people and rules decide of mentions that are kept: tags, their tone, that they are ignored.

A mention knows who decided what: `data["by"]` says it for `sentiment`, `ignored` and each `label:…`, as `person:3` or `rule:5`. What a
person decided, no rule changes. `data["read"]` is the tone and the confidence with which it had been understood.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from diapason.listening import asking
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.models import Wording
from diapason.listening.queries.matching import Test, compiled
from diapason.listening.queries.nodes import Node, fields
from diapason.listening.queries.words import fold_value
from diapason.listening.store import store
from diapason.workspaces.models import Workspace

PERSON, RULE = "person", "rule"
MOST_LABELS = 20  # of one mention
SURE = 1.0


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a mention. What is None or empty is left as it is."""

    label: str = ""
    unlabel: str = ""
    sentiment: Sentiment | None = None
    ignored: bool | None = None


def apply(mention: Mention, decision: Decision, by: str) -> None:
    """`by`: `person:3` or `rule:5`."""
    if decision.label:
        add_label(mention, decision.label, by)
    if decision.unlabel:
        remove_label(mention, decision.unlabel, by)
    if decision.sentiment is not None and may(mention, "sentiment", by):
        set_sentiment(mention, decision.sentiment, by)
    if decision.ignored is not None and may(mention, "ignored", by) and mention.ignored is not decision.ignored:
        mention.ignored = decision.ignored
        sign(mention, "ignored", by)


def may(mention: Mention, what: str, by: str) -> bool:
    return by.startswith(PERSON) or not decided_by(mention, what).startswith(PERSON)


def decided_by(mention: Mention, what: str) -> str:
    """Empty where nobody decided: it is as it came, or as it was understood."""
    return str(mention.data.get("by", {}).get(what, ""))


def sign(mention: Mention, what: str, by: str) -> None:
    mention.data = mention.data | {"by": mention.data.get("by", {}) | {what: by}}


def unsign(mention: Mention, what: str, by: str) -> None:
    """As whoever decided before had signed; empty for nobody."""
    signed = {name: who for name, who in mention.data.get("by", {}).items() if name != what} | ({what: by} if by else {})
    mention.data = {name: value for name, value in mention.data.items() if name != "by"} | ({"by": signed} if signed else {})
    if what == "sentiment" and not by:
        mention.data.pop("read", None)


def of_label(label: str) -> str:
    return f"label:{fold_value(label)}"


def add_label(mention: Mention, label: str, by: str) -> None:
    known = {fold_value(each) for each in mention.labels}
    if fold_value(label) not in known and len(known) < MOST_LABELS and may(mention, of_label(label), by):
        mention.labels = (*mention.labels, label)
        sign(mention, of_label(label), by)


def remove_label(mention: Mention, label: str, by: str) -> None:
    kept = tuple(each for each in mention.labels if fold_value(each) != fold_value(label))
    if kept != mention.labels and may(mention, of_label(label), by):
        mention.labels = kept
        sign(mention, of_label(label), by)


def set_sentiment(mention: Mention, sentiment: Sentiment, by: str) -> None:
    """That a person finds it as it was understood is kept too."""
    if mention.sentiment is sentiment and (by.startswith(RULE) or decided_by(mention, "sentiment").startswith(PERSON)):
        return
    if "read" not in mention.data:
        mention.data = mention.data | {"read": [None if mention.sentiment is None else int(mention.sentiment), mention.confidence]}
    mention.sentiment, mention.confidence = sentiment, SURE
    sign(mention, "sentiment", by)


# ── Of mentions that are kept ────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def amend(workspace: Workspace, ids: Sequence[int], change: Callable[[Mention], Any]) -> list[Mention]:
    """Changes mentions of the brand, with all that is counted of them; those that changed, as they were before. Queries that ask for
    the tone or the intent of a mention whose tone or intent changed are asked again."""
    asking.hold(workspace.pk)
    asking.alone(workspace.pk)
    texts = dict(Wording.objects.filter(workspace=workspace, forgotten_at=None).values_list("pk", "text"))
    tests = asking_for_tone({pk: asking.read(text) for pk, text in texts.items()})

    def become(mention: Mention) -> None:
        mention.zone = workspace.tz
        before = (mention.sentiment, mention.intent)
        change(mention)
        if (mention.sentiment, mention.intent) != before:
            mention.known_otherwise()
            mention.found_by = refound(mention, tests)

    return store().amend(workspace.pk, ids, list(texts), become)


def asking_for_tone(queries: Mapping[int, Node]) -> dict[int, Test]:
    """The queries whose answer may change with what is understood of a mention."""
    return {pk: compiled(node) for pk, node in queries.items() if any(field.name in {"sentiment", "intent"} for field in fields(node))}


def refound(mention: Mention, tests: Mapping[int, Test]) -> tuple[int, ...]:
    found = {pk for pk, test in tests.items() if test(mention.document)}
    return tuple(sorted(found | {pk for pk in mention.found_by if pk not in tests}))
