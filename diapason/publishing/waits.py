"""How long to wait before trying or looking again. Jitter keeps a crowd from coming back together."""

import random
from datetime import timedelta

LONGEST = timedelta(minutes=5)
LOOKS = [timedelta(seconds=seconds) for seconds in (2, 8, 20, 40, 90, 180, 300, 600)]

# A network that recognises a key for a limited time may still be busy with the first call: it is given this long
# before the same key is sent again.
SETTLE = timedelta(seconds=45)
# Looks that find nothing on a network without keys, before a person is asked.
LOOKS_BEFORE_PERSON = 6
LOOKS_AT_MOST = 40


def jittered(wait: timedelta) -> timedelta:
    return wait * random.uniform(0.85, 1.15)


def before_try(tries: int) -> timedelta:
    """2, 4, 8… seconds, at most five minutes."""
    return jittered(min(timedelta(seconds=2 ** min(tries, 10)), LONGEST))


def before_look(looks: int) -> timedelta:
    return jittered(LOOKS[min(looks, len(LOOKS) - 1)])
