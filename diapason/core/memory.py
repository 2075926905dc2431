"""How often a web process looks for garbage."""

import gc

OBJECTS, YOUNG, OLD = 50_000, 20, 50


def settle() -> None:
    """Once the program is loaded: what is there stays, and is not looked through again.

    A page makes and forgets tens of thousands of objects, nearly all of them without cycles. By default Python looks for
    cycles among them every 2,000, and at times through the whole program (200 ms): a fifth of a page's time, and its spikes.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, YOUNG, OLD)
