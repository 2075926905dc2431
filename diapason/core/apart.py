"""Work on what a stranger wrote, in a process that may die of it: whatever it holds, that process alone pays, within the seconds and the
memory that it is given, and the worker goes on."""

import os
import resource
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 768 * 1024 * 1024


class TooMuch(Exception):
    """It took too long, or too much memory, or broke whoever read it."""


def run(module: str, *arguments: str, given: bytes, wait: float) -> bytes:
    """What `python -m module` says of `given`. Raises TooMuch, after `wait` seconds at most.

    Not started by the event loop: that of uvloop runs our own code between fork and exec, where a lock that another thread held is never
    given back, and waits for it for ever. Call it in a thread.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},  # none of our secrets
            timeout=wait,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooMuch("It took too long to read.") from error
    if done.returncode != 0:
        raise TooMuch("It took too much to read.")
    return done.stdout


def limit_this_process(seconds: int, memory: int = MEMORY) -> None:
    """Seconds of work, and bytes."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
