"""`bin/bench alerts`: how good the detector of spikes is.

Real tweet series with the method of the Numenta Anomaly Benchmark (`tests/nab.py`; 5 of its 10 files, read from ../shared/data), a year
of ordinary series without anything to tell, crises of known sizes added to them, and two disasters. Nothing was fitted to these series but
what the columns say: “as it ships” is the default of the product, “best” takes the one threshold that scores best on all, as the published
board does, and “left out” takes for each series the threshold that is best on the others.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from diapason.alerts.detection.detector import Detector
from diapason.alerts.detection.merging import News, Told, judge
from diapason.alerts.detection.sensitivity import NORMAL, THRESHOLDS
from tests import nab
from tests.series import A_DAY, BRANDS, STEP, Brand, crisis, ordinary
from tests.tweets import Series, by_step, real_series, tweets_of

CANDIDATES = [6 + quarter / 4 for quarter in range(33)]
SIZES = (0.5, 1.0, 3.0, 10.0)  # of a crisis: mentions in all, in days of the brand
TRIALS = 24
DISASTERS = {"Lac-Mégantic": "2013_Lac_Megantic_train_crash", "Santiago": "2013_Spain_train_crash"}
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"


def told(steps: Iterable[tuple[datetime, float]], threshold: float) -> Iterator[float]:
    """1 where people would be told, 0 elsewhere: as the product merges alerts."""
    last: Told | None = None
    for at, score in steps:
        news = judge(at, score, threshold, last)
        last = last if news is News.NONE else Told(at, score)
        yield float(news is not News.NONE)


class Benchmark:
    """Raw sums of each file for each threshold, for one profile."""

    def __init__(self, series: list[Series], scores: dict[str, list[float]], costs: nab.Costs) -> None:
        self.series, self.costs = series, costs
        self.sums = {each.name: {limit: self.sum(each, scores[each.name], limit) for limit in {*CANDIDATES, NORMAL}} for each in series}

    def sum(self, series: Series, scores: list[float], threshold: float) -> float:
        flags = list(told(zip(series.moments, scores, strict=True), threshold))
        return nab.raw(nab.rows_of(flags, series.windows, self.costs), 1.0, self.costs)

    def best(self, names: Iterable[str]) -> float:
        known = list(names)
        return max(CANDIDATES, key=lambda limit: sum(self.sums[name][limit] for name in known))

    def score(self, thresholds: dict[str, float]) -> float:
        windows = sum(len(each.windows) for each in self.series if each.name in thresholds)
        return nab.normalised(sum(self.sums[name][limit] for name, limit in thresholds.items()), windows, self.costs)

    def figures(self) -> dict[str, Any]:
        names = [each.name for each in self.series]
        best = self.best(names)
        return {
            "as_it_ships": round(self.score(dict.fromkeys(names, NORMAL)), 1),
            "best": round(self.score(dict.fromkeys(names, best)), 1),
            "best_threshold": best,
            "left_out": round(self.score({name: self.best(other for other in names if other != name) for name in names}), 1),
            "each": {name: round(self.score({name: NORMAL}), 1) for name in names},
        }


def real() -> dict[str, Any]:
    series = real_series()
    if not series:
        return {}
    begun, scores = time.process_time(), {}
    for each in series:
        detector = Detector()
        scores[each.name] = [detector.see(at, count).score for at, count in zip(each.moments, each.counts, strict=True)]
    took = time.process_time() - begun
    found: dict[str, Any] = {name: Benchmark(series, scores, costs).figures() for name, costs in nab.PROFILES.items()}
    return found | {"points_s_core": round(sum(len(each.counts) for each in series) / took)}


def false_alarms() -> dict[str, dict[str, float]]:
    """A week, in a year without anything, at each sensitivity."""
    found = {}
    for brand in BRANDS:
        detector = Detector()
        steps = [(at, detector.see(at, count).score) for at, count in ordinary(brand, 365, seed=1)]
        found[brand.name] = {name: round(sum(told(steps, limit)) / 52, 3) for name, limit in THRESHOLDS.items()}
    return found


def delays() -> dict[str, dict[str, dict[str, Any]]]:
    return {brand.name: {f"{size:g}": delay(brand, size) for size in SIZES} for brand in BRANDS}


def delay(brand: Brand, size: float) -> dict[str, Any]:
    """Minutes until the end of the step that tells, of crises that begin at any hour of the sixth week."""
    steps, detector = list(ordinary(brand, 43, seed=2)), Detector()
    for at, count in steps[: 35 * A_DAY]:
        detector.see(at, count)
    saved = json.dumps(detector.saved())
    chance = random.Random(f"{brand.name} {size}")
    starts = [35 * A_DAY + chance.randrange(6 * A_DAY) for _ in range(TRIALS)]
    found = [first_told(Detector.restored(json.loads(saved)), steps, start, size * brand.daily, chance) for start in starts]
    seen = [minutes for minutes in found if minutes is not None]
    return {"median_min": statistics.median(seen) if seen else None, "missed": TRIALS - len(seen)}


def first_told(detector: Detector, steps: list[tuple[datetime, int]], start: int, size: float, chance: random.Random) -> int | None:
    for number in range(35 * A_DAY, start + A_DAY):
        at, count = steps[number]
        more = crisis(chance, number - start, size) if number >= start else 0
        if detector.see(at, count + more).score >= NORMAL and number >= start:
            return (number - start + 1) * 5
    return None


def disasters() -> dict[str, dict[str, Any]]:
    """After two weeks of silence: minutes and tweets from the collection's first tweet of the hour of the news (one that more follow within
    the hour) until people would be told."""
    found = {}
    for name, file in DISASTERS.items():
        moments = tweets_of(file)
        detector = Detector()
        steps = [(at, detector.see(at, count).score) for at, count in by_step(moments, timedelta(days=14))] if moments else []
        first = next((at + STEP for at, score in steps if score >= NORMAL), None)
        if first:
            begun = next(at for at, then in zip(moments, moments[2:], strict=False) if then - at < timedelta(hours=1))
            known = sum(begun <= at < first for at in moments)
            late, alerts = round((first - begun).total_seconds() / 60), int(sum(told(steps, NORMAL)))
            found[name] = {"minutes": late, "tweets": known, "of": len(moments), "alerts": alerts}
    return found


# ── As text ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def table(head: list[str], rows: Iterable[list[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines) + "\n"


def report(found: dict[str, Any]) -> str:
    parts = []
    if found["nab"]:
        profiles = {name: found["nab"][name] for name in nab.PROFILES}
        names = list(profiles["standard"]["each"])
        head = ["NAB, 5 real tweet series", "as it ships", "best", "left out", *names]
        rows = [[name, row["as_it_ships"], row["best"], row["left_out"], *row["each"].values()] for name, row in profiles.items()]
        parts += [table(head, rows), f"{found['nab']['points_s_core']:,} points a second and core.\n"]
    alarms = ([name, *row.values()] for name, row in found["false_alarms_week"].items())
    parts.append(table(["false alarms a week, a year of", *THRESHOLDS], alarms))
    rows = [[name, *(spoken(cell) for cell in row.values())] for name, row in found["delay"].items()]
    parts.append(table(["minutes to tell (missed) a crisis of", *(f"{size:g} days’ mentions" for size in SIZES)], rows))
    if found["disasters"]:
        after = ([name, row["minutes"], row["tweets"], row["of"], row["alerts"]] for name, row in found["disasters"].items())
        parts.append(table(["disaster", "minutes after the first tweets", "tweets by then", "in all", "alerts in all"], after))
    return "\n".join(parts)


def spoken(cell: dict[str, Any]) -> str:
    minutes = "–" if cell["median_min"] is None else f"{cell['median_min']:g}"
    return f"{minutes} ({cell['missed']} of {TRIALS})"


def document(text: str) -> None:
    """Puts the tables in their place in docs/benchmarks.md."""
    begin, end = "<!-- bin/bench alerts --docs -->\n", "<!-- end of alerts -->\n"
    before, _, rest = DOCUMENT.read_text().partition(begin)
    DOCUMENT.write_text(f"{before}{begin}{text}{end}{rest.partition(end)[2]}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench alerts", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--docs", action="store_true", help="write the tables into docs/benchmarks.md")
    asked = parser.parse_args()
    found = {"nab": real(), "false_alarms_week": false_alarms(), "delay": delays(), "disasters": disasters()}
    if not found["nab"]:
        print("skipped: ../shared/data/nab_realtweets absent")
    print(report(found))
    if asked.docs:
        document(report(found))
    if asked.json:
        print(json.dumps({"alerts": found}))


if __name__ == "__main__":
    main()
