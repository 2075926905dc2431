"""A bound on what one address may ask of the public pages, counted in memory by each web process.

Enough against guessing (the tokens are signed) and against a script gone mad; a shared counter would cost a write per page.
"""

import time
from collections import OrderedDict
from threading import Lock

from django.conf import settings
from django.http import HttpRequest

WINDOW = 60.0  # seconds
MOST_KEYS = 10_000

_counts: OrderedDict[str, tuple[float, int]] = OrderedDict()
_lock = Lock()


def allows(key: str, calls: int) -> bool:
    """Whether this call is among the first `calls` of its minute."""
    now = time.monotonic()
    with _lock:
        began, count = _counts.pop(key, (now, 0))
        if now - began >= WINDOW:
            began, count = now, 0
        _counts[key] = (began, count + 1)
        while len(_counts) > MOST_KEYS:
            _counts.popitem(last=False)
    return count < calls


def address(request: HttpRequest) -> str:
    """Of the visitor: the one that our own proxies saw, never one that a visitor may write."""
    hops = settings.PROXY_HOPS
    named = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if each.strip()]
    if hops and len(named) >= hops:
        return str(named[-hops])
    return str(request.META.get("REMOTE_ADDR", ""))
