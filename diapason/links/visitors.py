"""What a request says of its visitor, kept only as long as it takes to count them.

No address of a visitor is stored. To count somebody who clicks twice once, we keep for half an hour a digest of the
address, the browser and the link, mixed with a random salt that is deleted when the day is over: from then on nobody,
not even us, can tell from whom it came.
"""

import hashlib
import re
import secrets
from datetime import date

from django.http import HttpRequest

from diapason.core.addresses import client_ip
from diapason.links.models import DailySalt

# Every browser in use calls itself Mozilla; programs that fetch a page mostly do not, or leave an address to write to.
BROWSER = re.compile(r"mozilla/|opera/", re.IGNORECASE)
ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|fetch|scan|monitor|headless|lighthouse|prerender|archive|\+https?:|\+mailto:|externalhit|embed",
    re.IGNORECASE,
)
AHEAD = ("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz")

_salts: dict[date, bytes] = {}


def is_robot(request: HttpRequest) -> bool:
    """A program, a link preview, or a browser that fetches ahead of the click."""
    agent = request.headers.get("User-Agent", "")
    ahead = any(word in request.headers.get(name, "").lower() for name in AHEAD for word in ("prefetch", "prerender", "preview"))
    return request.method == "HEAD" or ahead or not BROWSER.search(agent) or bool(ROBOT.search(agent))


def salt(day: date) -> bytes:
    """The day's salt, the same for every process."""
    if day not in _salts:
        DailySalt.objects.bulk_create([DailySalt(day=day, salt=secrets.token_bytes(32))], ignore_conflicts=True)
        kept = bytes(DailySalt.objects.get(day=day).salt)
        _salts.clear()
        _salts[day] = kept
    return _salts[day]


def digest(request: HttpRequest, thing: str, day: date) -> bytes:
    """16 bytes that stand for this visitor at this thing, today."""
    said = "\n".join([client_ip(request), request.headers.get("User-Agent", ""), thing])
    return hashlib.blake2b(said.encode(), key=salt(day), digest_size=16).digest()
