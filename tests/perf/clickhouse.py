"""`bin/bench clickhouse`: a million mentions moved from PostgreSQL to ClickHouse (chDB, in one process), more of them brought there as they
come in, then the time that each chart and each search takes. Speeds are by processor time: of the command that moves, and of the one
that brings over, its start included."""

import argparse
import json
import os
import resource
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.listening_growth import DAYS, grow
from tests.perf.listening import count, load, size_of, tell
from tests.world import World, world

COMING = 20_000


def pour(here: World, mentions: int, *, part: int) -> None:
    """By one process, which brings nothing over."""
    load(here, "pour", "--parts", "2", "--part", str(part), "--mentions", str(2 * mentions))


def spent(here: World, *command: str) -> float:
    """Seconds of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    here.run(*command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def megabytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) // 2**20


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench clickhouse", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=20, help="measured readings of each chart")
    asked = parser.parse_args()
    with world() as here:
        print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} at the beginning; 50 queries", flush=True)
        load(here, "brand")
        pour(here, COMING, part=1)
        load(here, "settle")
        grow(here.url, (datetime.now(UTC) - timedelta(days=DAYS)).date(), 1, asked.mentions // COMING)
        kept, size = count(here), size_of(here)
        here.env["DIAPASON_CLICKHOUSE_URL"] = f"chdb:{here.folder / 'clickhouse'}"
        begun, took = time.monotonic(), spent(here, "manage.py", "move_mentions", "clickhouse")
        found = {"moved_s_core": round(kept / took), "postgres_mb": size // 2**20, "clickhouse_mb": megabytes(here.folder / "clickhouse")}
        print(f"{kept:,} mentions moved and compared: {kept / took:,.0f} a second of processor, {time.monotonic() - begun:.0f} s in all")
        print(f"{found['postgres_mb']} MB in PostgreSQL before, {found['clickhouse_mb']} MB in ClickHouse", flush=True)
        pour(here, COMING, part=2)
        found["brought_s_core"] = round(COMING / spent(here, "-m", "tests.listening_load", "settle"))
        print(f"what comes in is brought over at {found['brought_s_core']:,} mentions a second of processor", flush=True)
        readings = load(here, "read", "--times", str(asked.times))
        tell(f"{kept + COMING:,}", readings)
    if asked.json:
        print(json.dumps(found | {"charts_p95_ms": {name: times["p95_ms"] for name, times in readings.items()}}))


if __name__ == "__main__":
    main()
