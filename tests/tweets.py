"""Real series that are not the project's: the tweet volumes of the Numenta Anomaly Benchmark, and the tweets of a disaster."""

import csv
import json
import os
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

SHARED = Path(os.environ.get("DIAPASON_SHARED") or Path(__file__).resolve().parents[2] / "shared") / "data"
FOLDER = SHARED / "nab_realtweets"
CRISES = SHARED / "crisislex"


@dataclass(frozen=True)
class Series:
    """`windows`: first and last rows of each, both in it."""

    name: str
    moments: list[datetime]
    counts: list[int]
    windows: list[tuple[int, int]]


def real_series(folder: Path = FOLDER) -> list[Series]:
    """Empty where the files are not there."""
    if not (folder / "windows.json").exists():
        return []
    labels = json.loads((folder / "windows.json").read_text())
    return [read(folder / name, windows) for name, windows in sorted(labels.items())]


def read(path: Path, windows: list[list[str]]) -> Series:
    with path.open() as file:
        rows = [(datetime.fromisoformat(row["timestamp"]), int(float(row["value"]))) for row in csv.DictReader(file)]
    moments = [at for at, _count in rows]
    found = [(moments.index(datetime.fromisoformat(first)), moments.index(datetime.fromisoformat(last))) for first, last in windows]
    return Series(path.stem.removeprefix("Twitter_volume_"), moments, [count for _at, count in rows], found)


def tweets_of(name: str) -> list[datetime]:
    """Moments of the tweets of a disaster, in order; empty where the file is not there."""
    path = CRISES / f"{name}-tweetids_entire_period.csv"
    if not path.exists():
        return []
    with path.open() as file:
        rows = list(csv.reader(file, skipinitialspace=True))[1:]
    return sorted(datetime.strptime(row[0], "%a %b %d %H:%M:%S %z %Y") for row in rows)


def by_step(moments: list[datetime], before: timedelta) -> list[tuple[datetime, int]]:
    """Counts of five minutes, beginning with silence."""
    step = timedelta(minutes=5)
    counts = Counter(at.replace(minute=at.minute // 5 * 5, second=0) for at in moments)
    first, last = min(counts) - before, max(counts)
    return [(at, counts[at]) for at in (first + number * step for number in range((last - first) // step + 1))]
