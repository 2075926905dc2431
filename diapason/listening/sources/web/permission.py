"""What each site lets us read: its robots.txt, asked once a day."""

from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import httpx2

from diapason.core import clock, http
from diapason.listening.models import Robots
from diapason.listening.sources.web import robots
from diapason.networks.base import answers
from diapason.networks.base.errors import Temporary

FRESH = timedelta(hours=24)  # as long as RFC 9309 lets it be kept (section 2.4)
REDIRECTS = 5


async def rules(session: httpx2.AsyncClient, url: str) -> robots.Rules:
    """Of the site of an address. Raises one of the five words where it cannot be known: then nothing there may be read (section
    2.3.1.4)."""
    origin = origin_of(url)
    known = await Robots.objects.filter(pk=origin, read_at__gt=clock.now() - FRESH).afirst()
    if known is not None:
        return robots.Rules(tuple((bool(allowed), str(path)) for allowed, path in known.paths), known.delay)
    found = robots.read(await text(session, f"{origin}/robots.txt"))
    about = {"paths": found.as_json(), "delay": found.delay, "read_at": clock.now()}
    await Robots.objects.aupdate_or_create(pk=origin, defaults=about)
    return found


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rsplit('@', 1)[-1]}".lower()[:300]


async def text(session: httpx2.AsyncClient, url: str) -> str:
    """Empty where the site has none: any answer of the 400s says so (section 2.3.1.3), but for those that ask to wait."""
    for _hop in range(REDIRECTS + 1):
        async with answers.exchange(mutation=False), session.stream("GET", url, headers={"Accept": "text/plain"}) as response:
            status = response.status_code
            if status in {301, 302, 303, 307, 308}:
                url = urljoin(url, response.headers.get("location", ""))
                continue
            if status in {408, 425, 429} or status >= 500:
                raise answers.error_for(response, mutation=False, code="unreachable") or Temporary(code="unreachable")
            return (await beginning(response)).decode("utf-8", "replace") if status < 300 else ""
    return ""  # more than five redirections: as though there were none (section 2.3.1.2)


async def beginning(response: httpx2.Response) -> bytes:
    """What is looked at of it: the rest of one that never ends is left."""
    body = bytearray()
    try:
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) >= robots.LARGEST:
                break
    except http.TooLarge:
        pass
    return bytes(body[: robots.LARGEST])


def forget() -> None:
    Robots.objects.filter(read_at__lt=clock.now() - FRESH).delete()
