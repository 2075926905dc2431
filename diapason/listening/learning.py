"""What people correct is learned, brand by brand: a small layer on the reading that everybody has (`understanding.habits`).

It is learned by the worker when there is something new to learn from, tried on corrections that it had not seen, and switched on only
where it reads them better. Mentions that come in from then on are read with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np
from django.db.models import Max

from diapason.core import clock
from diapason.listening import deciding, marking
from diapason.listening.mentions import Mention
from diapason.listening.models import Habit
from diapason.listening.store import store
from diapason.listening.store.base import Search
from diapason.listening.understanding import fast, habits
from diapason.listening.understanding.features import Batch
from diapason.listening.understanding.habits import Lesson
from diapason.listening.understanding.model import LANGUAGES, TONES, model
from diapason.listening.understanding.reading import tokens
from diapason.workspaces.models import Event, Workspace

SAID = "mention.tone_set"
MOST = 2000  # of the latest corrections, and as many mentions that nobody corrected: a minute of one core at most


# ── In use ───────────────────────────────────────────────────────────────────────────────────────────────────────────
_known: dict[int, tuple[tuple[int, ...], habits.Habits]] = {}


def habits_of(workspace: int) -> habits.Habits:
    """Those that are on. They are read again when there are others."""
    latest = tuple(sorted(newest(workspace).values()))
    known = _known.get(workspace)
    if known is None or known[0] != latest:
        rows = Habit.objects.filter(pk__in=latest, on=True)
        known = _known[workspace] = (latest, {row.language: habits.Habit.of_json(row.weights) for row in rows})
    return known[1]


def newest(workspace: int) -> dict[str, int]:
    rows = Habit.objects.filter(workspace=workspace).values("language").order_by("language").annotate(last=Max("pk"))
    return {row["language"]: row["last"] for row in rows}


# ── Learning ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def due() -> list[int]:
    """Brands where a tone was said, or taken back, since it was last tried."""
    tried = dict(Habit.objects.values_list("workspace").annotate(at=Max("made_at")))
    said = Event.objects.filter(verb__in=(SAID, marking.UNDONE)).values_list("workspace").annotate(at=Max("at"))
    return [brand for brand, at in said if brand not in tried or at > tried[brand]]


def learn_due() -> None:
    for brand in Workspace.objects.filter(pk__in=due()):
        learn(brand)


def learn(workspace: Workspace) -> list[Habit]:
    """One row for each language, also where there is too little."""
    now, corrected = clock.now(), corrections(workspace)
    known = {mention.id for mention in corrected}
    others = [mention for mention in latest(workspace) if mention.id not in known]
    made = [of_language(workspace, language, corrected, others, now) for language in LANGUAGES]
    return Habit.objects.bulk_create(made)


def of_language(workspace: Workspace, language: str, corrected: list[Mention], others: list[Mention], now: datetime) -> Habit:
    told = lesson(language, of(corrected, language), of(others, language))
    found = habits.effect(told)
    weights = habits.learn(told).as_json() if found.holds else {}
    figures = {name: getattr(found, name) for name in ("corrections", "before", "after", "others", "moved")}
    return Habit(workspace=workspace, language=language, made_at=now, on=found.holds, weights=weights, **figures)


def corrections(workspace: Workspace) -> list[Mention]:
    """Those whose tone a person said last, as they are kept: who was forgotten is learned from no longer."""
    acts = Event.objects.filter(workspace=workspace, verb=SAID).order_by("-pk").values_list("data", flat=True)[:MOST]
    ids = list(dict.fromkeys(int(key) for data in acts for key in data.get("was", {})))[:MOST]
    found = store().get(workspace.pk, ids)
    return [mention for mention in found if deciding.decided_by(mention, "sentiment").startswith(deciding.PERSON)]


def latest(workspace: Workspace) -> list[Mention]:
    return store().search(Search(workspace.pk), MOST).mentions


def of(mentions: Sequence[Mention], language: str) -> list[Mention]:
    """In an order that has nothing to do with time or words; of a family, one."""
    mine = {mention.family or mention.id: mention for mention in mentions if fast.reader(mention) == language}
    return sorted(mine.values(), key=lambda mention: mention.id)


def lesson(language: str, corrected: Sequence[Mention], others: Sequence[Mention]) -> Lesson:
    mentions = [*corrected, *others]
    texts, reader = tokens([fast.words_of(mention) for mention in mentions]), model(language)
    if not texts:
        return Lesson([], np.zeros((0, TONES)), np.zeros(0, np.int64))
    reviews = fast.reviews_of(mentions)
    logits = reader.logits(reader.outputs(Batch.of(reader.table, texts), reviews), reviews)
    wanted = [0 if mention.sentiment is None else int(mention.sentiment) + 1 for mention in corrected]
    return Lesson(texts, logits, np.array(wanted + [-1] * len(others), np.int64))


# ── Its effect ───────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Learned:
    """Shares between 0 and 1; None where there was nothing to divide by."""

    habit: Habit

    @property
    def before(self) -> Decimal | None:
        return part(self.habit.before, self.habit.corrections)

    @property
    def after(self) -> Decimal | None:
        return part(self.habit.after, self.habit.corrections)

    @property
    def few(self) -> bool:
        return self.habit.corrections < habits.ENOUGH

    @property
    def moved(self) -> Decimal | None:
        return part(self.habit.moved, self.habit.others)


def part(many: int, whole: int) -> Decimal | None:
    return Decimal(many) / whole if whole else None


def learned(workspace: Workspace) -> list[Learned]:
    """What is in use, or was tried last, in each language."""
    rows = Habit.objects.filter(pk__in=newest(workspace.pk).values(), corrections__gt=0).defer("weights").order_by("language")
    return [Learned(row) for row in rows]
