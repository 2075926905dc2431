"""Spikes in a series of counts, found while it comes in.

The sum of the last 15 minutes, hour, 4 hours and day is held against what is usual then; the distance is measured in the standard
deviations that such sums lately had (they grow with a spike and fade over days, so that what happens every week stops being news), and
in those of pure chance where that is more. Long sums are steadier and are read more rarely by chance, so a smaller distance is as unusual.

Figures on real and made series: `bin/bench alerts`, docs/benchmarks.md.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from diapason.alerts.detection.baseline import LEVEL_RATE, PER_DAY, Baseline, forgetting

STEP = 300  # seconds
SPANS = (3, 12, 48, 288)  # steps of which sums are looked at
WEIGHTS = (1.0, 1.0, 9 / 8, 9 / 6)
# Variances fade as slowly as sums are long: what builds up over a day must not become usual while it does.
RATES = tuple(1 - forgetting(days * PER_DAY) for days in (3.5, 3.5, 7, 28))
WARM = PER_DAY  # steps before anything can be unusual
CHANCE = 0.5  # added to every variance: where nothing is usual, one mention is no event
NEARLY = 0.7
TAUGHT = 4.0  # standard deviations above the usual by which one step teaches at most: a crisis is not the new normal at once


@dataclass(frozen=True, slots=True)
class Verdict:
    """`score`: how unusual the step is, in standard deviations of sums of 15 minutes, 0 for the ordinary. `seen` mentions in the
    `minutes` before its end, where `expected` were usual and `spread` is the standard deviation."""

    score: float = 0.0
    minutes: int = 0
    seen: float = 0.0
    expected: float = 0.0
    spread: float = 0.0


def told(verdicts: Sequence[Verdict]) -> Verdict:
    """The score of the most unusual, in the words of the shortest sum that shows nearly as much: twenty in a quarter of an hour say more
    than twenty in a day."""
    score = max(each.score for each in verdicts)
    return replace(next(each for each in verdicts if each.score >= NEARLY * score), score=score)


@dataclass(slots=True)
class Detector:
    """Steps are given in order, each once. `counts` and `usual` are of the last day; `sums`, `usuals`, `variances` of each span.
    `noise` is the variance of one step, without what was beyond belief."""

    baseline: Baseline = field(default_factory=Baseline)
    counts: list[float] = field(default_factory=list)
    usual: list[float] = field(default_factory=list)
    sums: list[float] = field(default_factory=lambda: [0.0] * len(SPANS))
    usuals: list[float] = field(default_factory=lambda: [0.0] * len(SPANS))
    variances: list[float] = field(default_factory=lambda: [0.0] * len(SPANS))
    noise: float = 0.0

    @classmethod
    def restored(cls, saved: Mapping[str, Any]) -> Self:
        """From `saved`, also once it was JSON; a new one from nothing."""
        return cls(**{**saved, "baseline": Baseline(**saved["baseline"])}) if saved else cls()

    def saved(self) -> dict[str, Any]:
        """Plain data that shares nothing with the detector."""
        return asdict(self)

    def see(self, local: datetime, count: int | None) -> Verdict:
        """The step that begins at `local`, a moment of the brand's clock. None: nothing could be counted, which is not zero."""
        usual = self.usual_at(local, count)
        self.move(usual if count is None else count, usual)
        if count is None:
            return Verdict()
        verdict = told([self.judged(span) for span in range(len(SPANS))])
        self.learn(local, count, usual)
        return verdict

    def know(self, local: datetime, count: int) -> None:
        """As `see`, for who does not ask how unusual it is."""
        usual = self.usual_at(local, count)
        self.move(count, usual)
        self.learn(local, count, usual)

    def usual_at(self, local: datetime, count: int | None) -> float:
        return self.baseline.expected(local) if self.baseline.seen else round(float(count or 0), 4)

    def move(self, count: float, usual: float) -> None:
        self.counts.append(count)
        self.usual.append(usual)
        for span, steps in enumerate(SPANS):
            gone = len(self.counts) > steps
            self.sums[span] = round(self.sums[span] + count - (self.counts[-steps - 1] if gone else 0), 4)
            self.usuals[span] = round(self.usuals[span] + usual - (self.usual[-steps - 1] if gone else 0), 4)
        if len(self.counts) > SPANS[-1]:
            del self.counts[0], self.usual[0]

    def judged(self, span: int) -> Verdict:
        if self.baseline.seen < WARM:
            return Verdict()
        seen, expected, spread = self.sums[span], self.usuals[span], self.spread(span)
        score = max((seen - expected) / spread * WEIGHTS[span], 0.0)
        return Verdict(score, SPANS[span] * STEP // 60, seen, expected, spread)

    def spread(self, span: int) -> float:
        """Standard deviation of the sum."""
        return math.sqrt(max(self.variances[span], self.usuals[span], 0.0) + CHANCE)

    def learn(self, local: datetime, count: int, usual: float) -> None:
        youngest = 1 / (self.baseline.seen + 1)
        for span, rate in enumerate(RATES):
            distance = self.sums[span] - self.usuals[span]
            self.variances[span] += max(rate, youngest) * (distance * distance - self.variances[span])
        taught = self.believable(count, usual)
        self.noise += max(LEVEL_RATE, youngest) * ((taught - usual) ** 2 - self.noise)
        self.baseline.learn(local, taught)

    def believable(self, count: float, usual: float) -> float:
        if self.baseline.seen < WARM:
            return count
        return min(count, usual + TAUGHT * math.sqrt(max(self.noise, usual) + CHANCE))
