"""`bin/bench listening`: mentions poured through the whole pipeline by two processes (made, understood, asked every query, kept,
searchable, counted); then, among a million of them and ten million, the time that each chart and each search takes; what the asking of
queries takes alone; and how long after its first mention an alert comes, while five hundred mentions come in each second.
"""

import argparse
import json
import os
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.listening_growth import DAYS, grow
from tests.world import World, world

PROCESSES = 2
SIZES = {"1M": 1_000_000, "10M": 10_000_000}


def last(output: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(output.strip().splitlines()[-1])
    return found


def load(here: World, *command: str) -> dict[str, Any]:
    return last(here.run("-m", "tests.listening_load", *command))


def pour(here: World, mentions: int) -> dict[str, Any]:
    load(here, "brand")
    before = size_of(here)
    command = ("-m", "tests.listening_load", "pour", "--parts", str(PROCESSES), "--mentions", str(mentions))
    begun = time.monotonic()
    running = [here.spawn(*command, "--part", str(part), log=f"pour{part}") for part in range(PROCESSES)]
    said = [process.communicate()[0] for process in running]
    if any(process.returncode for process in running):
        raise SystemExit("A process that poured mentions stopped: see its log.")
    seconds, memory = time.monotonic() - begun, max(last(each)["memory_mb"] for each in said)
    load(here, "settle")
    here.sql("VACUUM ANALYZE")
    kept = count(here)
    return {
        "mentions": kept,
        "pipeline_mentions_s": round(kept / seconds),
        "cpu_ms": round(1000 * sum(last(each)["cpu_s"] for each in said) / kept, 3),
        "memory_mb": memory,
        "disk_kb": round((size_of(here) - before) / kept / 1024, 2),
    }


def count(here: World) -> int:
    return int(here.sql("SELECT count(*) FROM listening_mention")[0][0])


def size_of(here: World) -> int:
    return int(here.sql("SELECT pg_database_size(current_database())")[0][0])


def fill(here: World, size: str, poured: int) -> bool:
    """Up to so many mentions; whether there are no more than these."""
    copies, wanted = count(here) // poured, SIZES[size] // poured
    if wanted > copies:
        begun = time.monotonic()
        grow(here.url, (datetime.now(UTC) - timedelta(days=DAYS)).date(), copies, wanted)
        took, large = time.monotonic() - begun, size_of(here) / 2**30
        print(f"{size}: {count(here):,} mentions, made in {took:.0f} s, {large:.1f} GB on disk", flush=True)
    return wanted >= copies


def stream(here: World, rate: int, seconds: int) -> dict[str, Any]:
    worker = here.spawn("manage.py", "work", log="worker.log")
    try:
        lag = load(here, "stream", "--rate", str(rate), "--seconds", str(seconds))
        print("\n{taken_s} mentions/s came in: {told} of {incidents} incidents told, after {lags_s} s".format(**lag), flush=True)
        return lag
    finally:
        here.kill(worker)


def tell(size: str, readings: dict[str, dict[str, float]]) -> None:
    print(f"\n{'among ' + size:<20} {'p50 ms':>8} {'p95 ms':>8}")
    for name, times in readings.items():
        print(f"{name:<20} {times['p50_ms']:>8} {times['p95_ms']:>8}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench listening", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mentions", type=int, default=125_000, help="poured through the pipeline; larger sizes are copies of them")
    parser.add_argument("--sizes", default=",".join(SIZES), help="among how many mentions charts are read: 1M, 10M or both")
    parser.add_argument("--times", type=int, default=20, help="measured readings of each chart")
    parser.add_argument("--seconds", type=int, default=180, help="of the stream whose alerts are awaited; 0: none")
    parser.add_argument("--keep", default="", metavar="FOLDER", help="keeps the mentions there, and only reads them the next time")
    asked = parser.parse_args()
    sizes = [name for name in SIZES if name in asked.sizes.split(",")]
    with world(asked.keep) as here:
        print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} at the beginning; 50 queries", flush=True)
        percolated = last(here.run("-m", "tests.perf.percolation", "--json"))["percolation_s_core"]  # while nothing else is done
        known = here.sql("SELECT 1 FROM workspaces_workspace WHERE slug = 'bench'")
        poured = None if known else pour(here, asked.mentions)
        if poured:
            print(
                "whole pipeline, {pipeline_mentions_s} mentions/s: {cpu_ms} ms of processor time for one beside the database,".format(
                    **poured
                )
            )
            print("{memory_mb} MB of memory in each process, {disk_kb} kB on disk for a mention".format(**poured), flush=True)
        charts, lag = {}, None
        for size in sizes:
            if not fill(here, size, asked.mentions):
                continue
            print(
                "{seconds} s of the night’s work: {gone} lines let go of, {months} months added up".format(**load(here, "tidy")), flush=True
            )
            here.sql("VACUUM ANALYZE")
            charts[size] = load(here, "read", "--times", str(asked.times))
            tell(size, charts[size])
            if size == sizes[0] and asked.seconds and not known:
                lag = stream(here, 500, asked.seconds)
    print(f"\nqueries asked alone, mentions/s of one core: {percolated}")
    if asked.json:
        p95 = {size: {name: times["p95_ms"] for name, times in readings.items()} for size, readings in charts.items()}
        found = {
            "pipeline_mentions_s": poured and poured["pipeline_mentions_s"],
            "percolation_s_core": percolated,
            "charts_p95_ms": p95,
            "alert_lag_p95_s": lag and lag["p95_s"],
        }
        print(json.dumps(found))


if __name__ == "__main__":
    main()
