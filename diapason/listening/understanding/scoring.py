"""How well texts are read, against what people said of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLED = 400


@dataclass(frozen=True, slots=True)
class Score:
    """`value` between 0 and 1, over `n` texts; `low` and `high`: between them in 95 of 100 resamplings (seed fixed)."""

    value: float
    low: float
    high: float
    n: int


def macro_f1(wanted: NDArray[np.int64], told: NDArray[np.int64], classes: Sequence[int]) -> float:
    """The mean over `classes` of the harmonic mean of precision and recall."""
    found = []
    for each in classes:
        both = ((wanted == each) & (told == each)).sum()
        found.append(2 * both / max((wanted == each).sum() + (told == each).sum(), 1))
    return float(np.mean(found))


def score(wanted: Sequence[int], told: Sequence[int], classes: Sequence[int]) -> Score:
    truth, answers = np.array(wanted, np.int64), np.array(told, np.int64)
    chance = np.random.default_rng(7)
    many = [macro_f1(truth[at], answers[at], classes) for at in chance.integers(0, len(truth), (RESAMPLED, len(truth)))]
    low, high = np.quantile(many, (0.025, 0.975))
    return Score(round(macro_f1(truth, answers, classes), 3), round(float(low), 3), round(float(high), 3), len(truth))


def calibration(sure: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """The mean distance between confidence and how often it is right, over tenths of confidence (expected calibration error)."""
    confidence, correct = np.array(sure), np.array(right, float)
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    off = sum(abs(confidence[which == each].sum() - correct[which == each].sum()) for each in range(bins))
    return round(float(off) / max(len(confidence), 1), 3)
