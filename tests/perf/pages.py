"""`bin/bench pages`: server time, bytes and queries of every page of a brand with 20,000 deliveries and 100,000 messages."""

import argparse
import contextlib
import json
import os
import time
from collections.abc import Iterator
from typing import Any

from tests.world import World, world

Row = dict[str, Any]
MOST_MS, MOST_BYTES = 100, 80_000
HEAD = f"{'page':<36} {'p50 ms':>8} {'p95 ms':>8} {'cpu ms':>8} {'kB':>7} {'queries':>8} {'repeated':>9}"


@contextlib.contextmanager
def brand(folder: str) -> Iterator[World]:
    """A world with the large brand in it: for this run, or kept in `folder` for the next ones."""
    with world(folder) as here:
        if not here.sql("SELECT 1 FROM workspaces_workspace"):
            seed(here)
        yield here


def seed(here: World) -> None:
    start = time.monotonic()
    here.run("-m", "tests.big_brand")
    print(f"seeded in {time.monotonic() - start:.0f} s", flush=True)


def read(here: World, only: str, times: int) -> list[Row]:
    lines = here.run("-m", "tests.page_times", "--only", only, "--times", str(times)).splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def line(row: Row) -> str:
    if row["problem"]:
        return f"{row['name']:<36} {row['problem']}"
    name = row["name"] + (f" (was {row['turn'] + 1})" if "page 20" in row["name"] and row["turn"] < 19 else "")
    marks = ("  slow" if row["server_p95_ms"] >= MOST_MS else "") + ("  heavy" if row["bytes"] >= MOST_BYTES else "")
    times = " ".join(f"{row[key]:>8.1f}" for key in ("server_p50_ms", "server_p95_ms", "cpu_ms"))
    return f"{name:<36} {times} {row['bytes'] / 1000:>7.1f} {row['queries']:>8} {row['repeated']:>9}{marks}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench pages", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", default="", help="the pages whose name holds this")
    parser.add_argument("--times", type=int, default=25, help="measured requests for each page, after three to warm up")
    parser.add_argument("--keep", default="", metavar="FOLDER", help="keeps the brand there, and finds it again the next time")
    asked = parser.parse_args()
    with brand(asked.keep) as here:
        before = os.getloadavg()[0]
        rows = read(here, asked.only, asked.times)
    rows.sort(key=lambda row: -row["server_p95_ms"])
    print(f"{os.cpu_count()} cores, load average {before:.1f} at the beginning and {os.getloadavg()[0]:.1f} at the end")
    print(HEAD, *map(line, rows), sep="\n")
    if asked.json:
        kept = [row for row in rows if not row["problem"]]
        print(json.dumps({row["name"]: {key: row[key] for key in row if key not in {"name", "problem"}} for row in kept}))


if __name__ == "__main__":
    main()
