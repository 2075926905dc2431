"""How much work something takes, however busy the machine is."""

import time
from collections.abc import Callable


def cpu_seconds(act: Callable[[], object], tries: int = 3) -> float:
    """The least processor time that this process spent on it in so many tries: neither what is loaded once, at the first, nor what else
    the machine does counts."""
    spent = []
    for _try in range(tries):
        begun = time.process_time()
        act()
        spent.append(time.process_time() - begun)
    return min(spent)
