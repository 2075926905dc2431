"""Work on what a stranger wrote, in a process that may die of it: whatever it holds, that process alone pays, within the seconds and the
memory that it is given, and the worker goes on."""

import os
import resource
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path
from typing import IO

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
            env=surroundings(),
            timeout=wait,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooMuch("It took too long to read.") from error
    if done.returncode != 0:
        raise TooMuch("It took too much to read.")
    return done.stdout


def surroundings() -> dict[str, str]:
    """None of our secrets. One thread: libraries set memory aside for each, as many as the machine has cores."""
    return {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}


def lines(module: str, *arguments: str, file: IO[bytes], longest: int) -> Generator[bytes]:
    """What `python -m module` says, line by line, with a file of the disk as its standard input. It waits while nobody takes its lines,
    and is ended when whoever takes them stops. Raises TooMuch where it breaks, or says a line of more than `longest` bytes.

    How long it may work is its own to limit (`limit_this_process`): this waits. The same is true of it as of `run`."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=surroundings()) as process:
        try:
            while process.stdout and (line := process.stdout.readline(longest)):
                if not line.endswith(b"\n"):
                    raise TooMuch("It said too much at once, or was cut short.")
                yield line
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        raise TooMuch("It took too much to read.")


def limit_this_process(seconds: int, memory: int = MEMORY) -> None:
    """Seconds of work, and bytes."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    limit_memory(memory)


def limit_memory(memory: int = MEMORY) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def limit_work(seconds: int) -> None:
    """This process ends when it works for as long from now on; may be said again and again."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    end = int(spent.ru_utime + spent.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (end if hard == resource.RLIM_INFINITY else min(end, hard), hard))
