"""Publishers that are killed at random moments: `python -m tests.faults.crew --kills 200 --workers 1`.

Django is loaded once; each publisher is a forked process that is ended with SIGKILL after a random time, and replaced.
With `--freeze` it is stopped (SIGSTOP) instead, and wakes once its rows are in other hands: a worker that should be dead.
Prints how many were killed, as JSON, once no delivery needs a worker.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import time

import django

django.setup()

from django.db import connection  # noqa: E402

from diapason.publishing.engine import Engine  # noqa: E402


def publisher() -> int:
    """Forks a publisher; its process number."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # of PostgreSQL only; a forked process must not share our sockets
    child = os.fork()
    if child:
        return child
    try:
        asyncio.run(Engine().run(asyncio.Event()))
    finally:
        os._exit(0)


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM publishing_delivery WHERE next_at IS NOT NULL")
        return int(cursor.fetchone()[0])


def end_leases(victim: int) -> None:
    """A dead worker's rows come back when their lease ends; a suite of hundreds of deaths cannot wait a minute for each."""
    with connection.cursor() as cursor:
        # Skipping what is locked: a frozen worker may hold a row in the middle of a transaction.
        cursor.execute(
            "UPDATE publishing_delivery SET next_at = now(), lease_until = now() WHERE id IN"
            " (SELECT id FROM publishing_delivery WHERE owner LIKE %s FOR UPDATE SKIP LOCKED)",
            [f"%:{victim}:%"],
        )


def end_some(woken: list[int]) -> None:
    """A few of those that woke go on with the others; a machine has room for no more."""
    while len(woken) > 3:
        victim = woken.pop(0)
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        end_leases(victim)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--longest", type=float, default=0.35, help="seconds that a publisher lives at most before it is killed")
    parser.add_argument("--seconds", type=float, default=900)
    parser.add_argument("--freeze", action="store_true", help="stop the victims, and wake them when others have their rows")
    asked = parser.parse_args()
    chance, killed, end = random.Random(asked.seed), 0, time.monotonic() + asked.seconds
    alive, woken = [publisher() for _ in range(asked.workers)], list[int]()
    while killed < asked.kills and time.monotonic() < end:
        time.sleep(chance.uniform(0.02, asked.longest))
        victim = alive.pop(0)
        os.kill(victim, signal.SIGSTOP if asked.freeze else signal.SIGKILL)
        killed += 1
        if not asked.freeze:
            os.waitpid(victim, 0)
        end_leases(victim)
        alive.append(publisher())
        if asked.freeze:
            time.sleep(chance.uniform(0.2, 1.5))
            os.kill(victim, signal.SIGCONT)
            woken.append(victim)
            end_some(woken)
    while time.monotonic() < end and waiting():
        time.sleep(0.5)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE publishing_delivery SET next_at = now() WHERE state IN ('waiting', 'unknown') AND next_at > now()")
    for child in alive + woken:
        os.kill(child, signal.SIGKILL)
    print(json.dumps({"killed": killed, "left": waiting()}))


if __name__ == "__main__":
    main()
