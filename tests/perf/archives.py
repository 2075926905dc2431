"""`bin/bench archives [--rows 1000000]`: the same archive as CSV, JSON Lines and Parquet, parted into records, then read as mentions.

Texts of 5 to 60 invented words, with a date, a name, an account, an address, followers and two columns that nobody asked for. Each file
is read by a process of its own: seconds of processor time (of the process that decodes Parquet too), and the most memory that each had.
"""

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diapason.settings")
django.setup()

from diapason.core import parquet  # noqa: E402
from diapason.listening.models import Source  # noqa: E402
from diapason.listening.sources.archives import columns, files  # noqa: E402
from diapason.listening.sources.archives.rows import Reader  # noqa: E402
from diapason.workspaces.models import Workspace  # noqa: E402

SYLLABLES = [first + second for first in "bcdfglmnprstv" for second in ("a", "e", "é", "i", "o", "ou", "an", "on")]
FIELDS: list[parquet.Field] = [
    ("date", "moment"),
    ("texte", "text"),
    ("auteur", "text"),
    ("compte", "text"),
    ("lien", "text"),
    ("abonnes", "whole"),
    ("campagne", "text"),
    ("score", "number"),
]
HEADS = [name for name, _kind in FIELDS]


def made(count: int) -> Iterator[list[Any]]:
    chance, began = random.Random(7), datetime(2026, 1, 1, tzinfo=UTC)
    words = ["".join(chance.choices(SYLLABLES, k=chance.choice((1, 2, 2, 3)))) for _ in range(20_000)]
    for number in range(count):
        who, text = f"compte{number % 50_000}", " ".join(chance.choices(words, k=chance.randint(5, 60)))
        said_at = began + timedelta(seconds=number)
        yield [
            said_at,
            text,
            who.title(),
            who,
            f"https://forum.example/{number}",
            number % 9000,
            f"campagne {number % 12}",
            chance.random(),
        ]


def write(folder: Path, count: int) -> None:
    with (folder / "archive.csv").open("w", encoding="utf-8", newline="") as table, (folder / "archive.jsonl").open("w") as lines:
        writer = csv.writer(table)
        writer.writerow(HEADS)
        for row in made(count):
            plain = [row[0].isoformat(), *row[1:]]
            writer.writerow(plain)
            lines.write(json.dumps(dict(zip(HEADS, plain, strict=True)), ensure_ascii=False) + "\n")
    parquet.write(folder / "archive.parquet", FIELDS, made(count))
    whole(folder / "archive.parquet", folder / "one-group.parquet")


def whole(path: Path, other: Path) -> None:
    """As most tools write it: a million rows in one row group."""
    import pyarrow.parquet as pq

    pq.write_table(pq.read_table(path), other, row_group_size=1 << 20)


def spent() -> float:
    every = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in every)


def read(path: str) -> None:
    workspace = Workspace(pk=1, time_zone="Europe/Paris")
    with open(path, "rb") as file:
        shape = files.look(file)
        mapping = columns.guess(shape.headers, [])
        reader = Reader(workspace, Source(pk=1, workspace=workspace), mapping, day_first=True)
        began = spent()
        rows = sum(1 for _record in files.records(file, shape, mapping=mapping))
        parted = spent()
        refused = sum(1 for record in files.records(file, shape, mapping=mapping) if not hasattr(reader.read(record), "text"))
    memory = [resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    found = {
        "rows": rows,
        "refused": refused,
        "parted_s": parted - began,
        "read_s": spent() - parted,
        "mb": memory[0],
        "reader_mb": memory[1],
    }
    print(json.dumps(found))


def run(*arguments: str) -> bytes:
    return subprocess.run([sys.executable, "-m", "tests.perf.archives", *arguments], check=True, stdout=subprocess.PIPE).stdout


def compare(count: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        run("--write", folder, "--rows", str(count))  # elsewhere: what this process once held, those that it starts are said to hold
        print(f"{'':18}{'MB':>6}{'rows':>11}{'parted, s':>12}{'read, s':>10}{'memory, MB':>12}{'decoding, MB':>14}")
        for path in sorted(Path(folder).iterdir()):
            row = found[path.name] = json.loads(run("--read", str(path))) | {"file_mb": path.stat().st_size / 1e6}
            figures = f"{row['file_mb']:6.0f}{row['rows']:11,}{row['parted_s']:12.1f}{row['read_s']:10.1f}{row['mb']:12}"
            print(f"{path.name:18}{figures}{row['reader_mb'] if path.suffix == '.parquet' else '':>14}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--read", help=argparse.SUPPRESS)
    parser.add_argument("--write", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.read:
        read(asked.read)
    elif asked.write:
        write(Path(asked.write), asked.rows)
    else:
        found = compare(asked.rows)
        if asked.json:
            print(json.dumps(found))


if __name__ == "__main__":
    main()
