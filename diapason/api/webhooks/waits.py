"""When a message that was not taken is sent again: about three days in all, then it is given up."""

import random
from datetime import timedelta

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WAITS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    2 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    1 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    24 * HOUR,
    24 * HOUR,
)
JITTER = 0.1  # of the wait, more or less: what failed together does not come back together
LONGEST_ASKED = 24 * HOUR  # how long a server may ask us to wait


def after(tries: int, asked: timedelta | None = None) -> timedelta | None:
    """How long to wait after that many tries, at least what the server asked for (Retry-After); None: give up."""
    if tries > len(WAITS):
        return None
    wait = WAITS[tries - 1] * random.uniform(1 - JITTER, 1 + JITTER)
    return max(wait, min(asked, LONGEST_ASKED)) if asked else wait
