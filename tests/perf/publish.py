"""`bin/bench publish`: 300 deliveries due at one moment over 5 spaces, each call 50 ms on the network's side."""

import argparse
import json
import sys
import time
from typing import Any

from tests.world import World, world

DUE = 300
SPACES = 5
LATENCY = 0.05  # seconds that the network takes for each call
AHEAD = 8.0  # seconds between the seed and the moment when all are due: the publisher has started by then


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def measure(here: World, network: str, publishers: int) -> dict[str, Any]:
    for _space in range(SPACES):
        here.fake(network, latency=LATENCY)
    running = [here.publisher() for _ in range(publishers)]
    time.sleep(4)  # Django loads
    here.seed(DUE, due_in=AHEAD)
    if not here.until_done(120):
        print("not done after 120 s", file=sys.stderr)
    tally = here.tally()
    for process in running:
        here.kill(process)
    late = tally.late or [float("nan")]
    return {
        "due": tally.due,
        "delivered": tally.published,
        "lost": len(tally.lost) + len(tally.stuck),
        "doubled": len(tally.doubled),
        "late_p50_s": round(percentile(late, 0.5), 3),
        "late_p95_s": round(percentile(late, 0.95), 3),
        "late_max_s": round(max(late), 3),
        "per_minute": round(tally.published / max(late) * 60) if max(late) > 0 else None,
        "publishers": publishers,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench publish", description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--network", default="", help="the folder whose fake receives (the first that publishes by itself)")
    parser.add_argument("--publishers", type=int, default=2, help="one for each core of the reference machine")
    asked = parser.parse_args()
    from tests.faults.conftest import publishable

    with world() as here:
        figures = measure(here, asked.network or publishable()[0], asked.publishers)
    for name, value in figures.items():
        print(f"{name:>12}  {value}")
    if asked.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()
