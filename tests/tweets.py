"""Real series that are not the project's: the tweet volumes of the Numenta Anomaly Benchmark, and the tweets of a disaster."""

import csv
import json
import os
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

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
    return sorted(moment(row[0]) for row in read_rows(path)[1:])


class Tweet(NamedTuple):
    key: str
    at: datetime
    text: str


def written_of(name: str) -> list[Tweet]:
    """The tweets of a disaster with words, in order, without addresses and names of accounts; empty where the files are not there.

    The collection has the words of two tweets of five: each of the others is given those of the next one that is about the disaster and
    has not lent its own yet.
    """
    paths = [CRISES / f"{name}-{part}.csv" for part in ("tweetids_entire_period", "tweets_labeled")]
    if not all(path.exists() for path in paths):
        return []
    rows, labelled = (read_rows(path)[1:] for path in paths)
    words = {key: (plain(text), informative.startswith("Related")) for key, text, _source, _type, informative in labelled}
    tweets = sorted((moment(at), key) for at, key, _included in rows)
    lent = islice((words[key][0] for _at, key in tweets if key in words and words[key][1]), 1, None)
    return [Tweet(key, at, words[key][0] if key in words else next(lent, name)) for at, key in tweets]


def moment(written: str) -> datetime:
    return datetime.strptime(written, "%a %b %d %H:%M:%S %z %Y")


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.reader(file, skipinitialspace=True))


def plain(text: str) -> str:
    return " ".join(re.sub(r"@\w+", "@…", re.sub(r"\bhttp\S*", "", text)).split())


def by_step(moments: list[datetime], before: timedelta) -> list[tuple[datetime, int]]:
    """Counts of five minutes, beginning with silence."""
    step = timedelta(minutes=5)
    counts = Counter(at.replace(minute=at.minute // 5 * 5, second=0) for at in moments)
    first, last = min(counts) - before, max(counts)
    return [(at, counts[at]) for at in (first + number * step for number in range((last - first) // step + 1))]
