"""The score of the Numenta Anomaly Benchmark, for detectors of anomalies in a series.

Lavin and Ahmad, “Evaluating Real-time Anomaly Detection Algorithms – the Numenta Anomaly Benchmark”, 2015; held against the published
scores of two detectors, file by file (`tests/test_nab.py`).

Each window of the labels gives at most one reward, for the first row in it that is flagged: the earlier, the nearer to 1. A window without
one costs `fn`. Each row flagged outside costs up to `fp`, less just after a window. The first rows (15 %, 750 at most) are not looked at.
The sum is 0 for a detector that flags nothing and 100 for one that is perfect, over all the files together. The threshold is one for all
the files, and the one that scores best, as on the published board.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

PROBATION, PROBATION_MOST = 0.15, 750
FAR = 3.0  # widths of a window after which a wrong flag costs all of its weight


@dataclass(frozen=True)
class Costs:
    fp: float
    fn: float
    tp: float = 1.0


PROFILES = {"standard": Costs(0.11, 1.0), "reward_low_FP_rate": Costs(0.22, 1.0), "reward_low_FN_rate": Costs(0.11, 2.0)}


@dataclass(frozen=True)
class Row:
    """A row that may be flagged: `score` of the detector, what flagging it is `worth`, the number of its `window` or None."""

    score: float
    worth: float
    window: int | None


def sigmoid(position: float) -> float:
    return -1.0 if position >= FAR else 2 / (1 + math.exp(5 * position)) - 1


def worth(windows: Sequence[tuple[int, int]], index: int, costs: Costs) -> tuple[float, int | None]:
    """Of flagging the row `index`: `windows` are their first and last rows, both in them."""
    last: tuple[int, int] | None = None
    for number, (first, end) in enumerate(windows):
        if first <= index <= end:
            return sigmoid(-(end - index + 1) / (end - first + 1)) / sigmoid(-1.0) * costs.tp, number
        if end < index:
            last = (first, end)
    position = (index - last[1]) / max(last[1] - last[0], 1) if last else FAR
    return sigmoid(position) * costs.fp, None


def rows_of(scores: Sequence[float], windows: Sequence[tuple[int, int]], costs: Costs) -> list[Row]:
    """Those of one file, without its first ones."""
    skipped = math.floor(min(PROBATION * len(scores), PROBATION_MOST))
    return [Row(scores[index], *worth(windows, index, costs)) for index in range(skipped, len(scores))]


def raw(rows: Iterable[Row], threshold: float, costs: Costs) -> float:
    """The sum of one file when all from `threshold` on is flagged."""
    rewards: dict[int, float] = {}
    wrong = 0.0
    for row in rows:
        if row.window is None:
            wrong += row.worth if row.score >= threshold else 0
        else:
            rewards.setdefault(row.window, -costs.fn)
            if row.score >= threshold:
                rewards[row.window] = max(rewards[row.window], row.worth)
    return wrong + sum(rewards.values())


def best_threshold(files: Sequence[Sequence[Row]], costs: Costs) -> float:
    """The one with which the files together score best; of equals the highest. 1.1 where nothing should be flagged."""
    every = [(row.score, number, row) for number, rows in enumerate(files) for row in rows]
    rewards = {(number, row.window): -costs.fn for _score, number, row in every if row.window is not None}
    total = sum(rewards.values())
    best, chosen = total, 1.1
    every.sort(key=lambda each: -each[0])
    for score, some in groupby(every, key=lambda each: each[0]):
        for _score, number, row in some:
            if row.window is None:
                total += row.worth
            elif row.worth > rewards[number, row.window]:
                total += row.worth - rewards[number, row.window]
                rewards[number, row.window] = row.worth
        if total > best:
            best, chosen = total, score
    return chosen


def normalised(total: float, windows: int, costs: Costs) -> float:
    """Between what flagging nothing sums up to (0) and what is perfect (100)."""
    nothing = -costs.fn * windows
    return 100 * (total - nothing) / (costs.tp * windows - nothing)
