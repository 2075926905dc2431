"""The two series of a query: all that is said, and what is said against it."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from diapason.alerts.detection.detector import CHANCE, STEP, Detector, Verdict

AN_HOUR = 1  # its place among the spans of a detector
MEASURES = ("volume", "negative")


class Step(NamedTuple):
    """Of five minutes, which begin at `at`."""

    at: datetime
    volume: int
    negative: int


@dataclass(frozen=True, slots=True)
class Unusual:
    """The most unusual of some steps: `at` is its beginning, `began_at` that of the first step beyond the threshold."""

    measure: str
    verdict: Verdict
    at: datetime
    began_at: datetime


@dataclass(slots=True)
class Pair:
    volume: Detector
    negative: Detector

    @classmethod
    def restored(cls, saved: Mapping[str, Any]) -> "Pair":
        return cls(*(Detector.restored(saved.get(measure, {})) for measure in MEASURES))

    def saved(self) -> dict[str, Any]:
        return {measure: getattr(self, measure).saved() for measure in MEASURES}

    def learn(self, steps: Iterable[Step]) -> None:
        for step in steps:
            self.volume.know(step.at, step.volume)
            self.negative.know(step.at, step.negative)

    def look(self, steps: Iterable[Step], threshold: float) -> Unusual | None:
        """What the steps show beyond the threshold. The pair has seen them afterwards: look with a copy. Of two that are as unusual,
        all that is said goes before what is negative of it."""
        worst: Unusual | None = None
        for step in steps:
            for measure in MEASURES:
                verdict = getattr(self, measure).see(step.at, getattr(step, measure))
                if verdict.score >= threshold and (worst is None or verdict.score > worst.verdict.score):
                    worst = Unusual(measure, verdict, step.at, worst.began_at if worst else step.at)
        return worst


def course(detector: Detector, hours: Iterable[datetime]) -> list[list[float]]:
    """Of the hours that begin at these moments of the brand's clock: [expected, the most that is usual]."""
    found = []
    for hour in hours:
        expected = sum(detector.baseline.expected(hour + number * timedelta(seconds=STEP)) for number in range(3600 // STEP))
        spread = math.sqrt(max(detector.variances[AN_HOUR], expected) + CHANCE)
        found.append([round(expected, 2), round(expected + 2 * spread, 2)])
    return found
