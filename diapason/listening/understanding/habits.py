"""What a brand's own people taught: how far its words move the reading of tone, on top of the model that everybody has.

A logistic layer over the presence of words, with a prior that nothing moves. It is small on purpose: `MOST` words, learned in a second,
and it can only lean on what the model says, never replace it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from diapason.listening.understanding.features import Floats, Ints
from diapason.listening.understanding.model import TONES, softmax

MOST, LEAST = 300, 3  # words; corrected texts that hold one
PRIOR = 3.0  # how strongly a word is held at nothing: about as many texts speak against it
STEPS = 400
FOLDS = 5
ENOUGH = 20  # corrections of one language
FIRM = 2.0  # standard deviations that the gain must be above chance
MOVED = 0.05  # the most of other mentions that may be read otherwise


@dataclass(frozen=True)
class Habit:
    """Of one language: what each word adds to the logits of (negative, neutral, positive), and what is added to all."""

    words: dict[str, tuple[float, ...]] = field(default_factory=dict)
    bias: tuple[float, ...] = (0.0, 0.0, 0.0)

    def shift(self, texts: Sequence[list[str]]) -> Floats:
        """(texts, tones)."""
        found = np.tile(np.array(self.bias), (len(texts), 1))
        for at, text in enumerate(texts):
            for word in self.words.keys() & set(text):
                found[at] += self.words[word]
        return found

    def as_json(self) -> dict[str, Any]:
        return {"words": {word: [round(value, 4) for value in told] for word, told in self.words.items()}, "bias": list(self.bias)}

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> "Habit":
        return cls({word: tuple(values) for word, values in told["words"].items()}, tuple(told["bias"]))


Habits = dict[str, Habit]  # by language


@dataclass(frozen=True)
class Lesson:
    """Texts as tokens, with the `logits` of the model. `wanted`: what a person said (0, 1, 2 as the tones), -1 for a mention that
    nobody corrected, which is to stay as it is read."""

    texts: Sequence[list[str]]
    logits: Floats
    wanted: Ints

    def only(self, chosen: np.ndarray[Any, Any]) -> "Lesson":
        at = np.flatnonzero(chosen)
        return Lesson([self.texts[each] for each in at.tolist()], self.logits[at], self.wanted[at])


@dataclass(frozen=True, slots=True)
class Effect:
    """On texts that the trial had not seen: of `corrections`, those that were read right `before` and `after`; of `others`, those that
    are read otherwise."""

    corrections: int
    before: int
    after: int
    gained: int
    lost: int
    others: int
    moved: int

    @property
    def holds(self) -> bool:
        """Whether it is worth having: more than chance would give, and little else changes."""
        enough = self.corrections >= ENOUGH and self.gained - self.lost > FIRM * float(np.sqrt(self.gained + self.lost))
        return enough and self.moved <= MOVED * self.others


def vocabulary(lesson: Lesson) -> list[str]:
    said = Counter(word for text, wanted in zip(lesson.texts, lesson.wanted, strict=True) if wanted >= 0 for word in set(text))
    common = [word for word, many in said.items() if many >= LEAST and word[0] not in "⟨\n"]
    return sorted(common, key=lambda word: (-said[word], word))[:MOST]


def presence(texts: Sequence[list[str]], words: Sequence[str]) -> Floats:
    """(texts, words and one more that all have)."""
    place = {word: at for at, word in enumerate(words)}
    found = np.zeros((len(texts), len(words) + 1))
    found[:, -1] = 1
    for at, text in enumerate(texts):
        found[at, [place[word] for word in place.keys() & set(text)]] = 1
    return found


def learn(lesson: Lesson) -> Habit:
    """By accelerated gradients, always the same. What nobody corrected counts in all as much as the corrections."""
    words = vocabulary(lesson)
    seen, corrected = presence(lesson.texts, words), lesson.wanted >= 0
    wanted = softmax(lesson.logits)
    wanted[corrected] = np.eye(TONES)[lesson.wanted[corrected]]
    share = np.where(corrected, 1.0, int(corrected.sum()) / max(int((~corrected).sum()), 1))
    bound = 0.5 * float((share[:, None] * seen * seen).sum(axis=0) @ np.ones(seen.shape[1])) + PRIOR  # of the largest curvature
    weights = ahead = np.zeros((seen.shape[1], TONES))
    for step in range(STEPS):
        slope = seen.T @ (share[:, None] * (softmax(lesson.logits + seen @ ahead) - wanted)) + PRIOR * ahead
        moved = ahead - slope / bound
        ahead, weights = moved + step / (step + 3) * (moved - weights), moved
    told = {word: tuple(weights[at].tolist()) for at, word in enumerate(words)}
    return Habit(told, tuple(weights[-1].tolist()))


def effect(lesson: Lesson) -> Effect:
    """Learned five times, each time without a fifth of the texts, on which it is tried."""
    fold = np.arange(len(lesson.wanted)) % FOLDS
    now = lesson.logits.argmax(axis=1)
    then = now.copy()
    for each in range(FOLDS):
        out = lesson.only(fold == each)
        then[fold == each] = (out.logits + learn(lesson.only(fold != each)).shift(out.texts)).argmax(axis=1)
    corrected = lesson.wanted >= 0
    right, still = (now == lesson.wanted)[corrected], (then == lesson.wanted)[corrected]
    return Effect(
        corrections=int(corrected.sum()),
        before=int(right.sum()),
        after=int(still.sum()),
        gained=int((still & ~right).sum()),
        lost=int((right & ~still).sum()),
        others=int((~corrected).sum()),
        moved=int((now != then)[~corrected].sum()),
    )
