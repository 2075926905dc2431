"""`bin/bench listening`: mentions poured through the whole pipeline by two processes (made, asked every query, kept, searchable, counted),
then the time that each chart and each search takes over them."""

import argparse
import json
import os
import time
from typing import Any

from tests.world import World, world

PROCESSES = 2


def last(output: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(output.strip().splitlines()[-1])
    return found


def pour(here: World, mentions: int) -> dict[str, Any]:
    command = ("-m", "tests.listening_load", "pour", "--parts", str(PROCESSES), "--mentions", str(mentions))
    begun = time.monotonic()
    running = [here.spawn(*command, "--part", str(part), log=f"pour{part}") for part in range(PROCESSES)]
    said = [process.communicate()[0] for process in running]
    if any(process.returncode for process in running):
        raise SystemExit("A process that poured mentions stopped: see its log.")
    seconds, memory = time.monotonic() - begun, max(last(each)["memory_mb"] for each in said)
    [[kept]] = here.sql("SELECT count(*) FROM listening_mention")
    [[size]] = here.sql("SELECT pg_database_size(current_database())")
    return {
        "mentions": kept,
        "mentions_s": round(mentions / seconds),
        "seconds": round(seconds),
        "disk_mb": size // 2**20,
        "memory_mb": memory,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench listening", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mentions", type=int, default=200_000)
    parser.add_argument("--times", type=int, default=20, help="measured readings of each chart")
    parser.add_argument("--keep", default="", metavar="FOLDER", help="keeps the mentions there, and only reads them the next time")
    asked = parser.parse_args()
    with world(asked.keep) as here:
        before, poured = os.getloadavg()[0], None
        if not here.sql("SELECT 1 FROM workspaces_workspace WHERE slug = 'bench'"):
            here.run("-m", "tests.listening_load", "brand")
            poured = pour(here, asked.mentions)
            here.sql("VACUUM ANALYZE")
        charts = last(here.run("-m", "tests.listening_load", "read", "--times", str(asked.times)))
        [[kept]] = here.sql("SELECT count(*) FROM listening_mention")
    print(f"{os.cpu_count()} cores, load average {before:.1f} at the beginning; {kept} mentions, 50 queries")
    if poured:
        print(f"whole pipeline, {PROCESSES} processes: {poured['mentions_s']} mentions/s in {poured['seconds']} s")
        print(f"{poured['memory_mb']} MB of memory in each process, {poured['disk_mb']} MB on disk")
    print(f"{'reading':<20} {'p50 ms':>8} {'p95 ms':>8}")
    for name, times in charts.items():
        print(f"{name:<20} {times['p50_ms']:>8} {times['p95_ms']:>8}")
    if asked.json:
        p95 = {name: times["p95_ms"] for name, times in charts.items()}
        print(json.dumps({"pipeline_mentions_s": poured and poured["mentions_s"], "charts_p95_ms": {str(kept): p95}}))


if __name__ == "__main__":
    main()
