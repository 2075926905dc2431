"""Which addresses a webhook may have: https, public, or one that the installation trusts on purpose."""

import asyncio
from urllib.parse import urlsplit

import httpx2
from asgiref.sync import async_to_sync
from django.utils.translation import gettext as _

from diapason.core import http

LONGEST = 1000
LOOKING = 5.0  # seconds for the name to be found


class BadAddress(ValueError):
    """The sentence can be shown to a person."""


def checked(text: str) -> str:
    """The address, without what a server never sees. It is looked up now, and again at each call. Raises BadAddress."""
    url = text.strip().partition("#")[0]
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        raise BadAddress(_("This is not an address. Write it as in https://example.com/webhooks.")) from None
    if not parts.hostname or len(url) > LONGEST or any(char.isspace() or not char.isprintable() for char in url):
        raise BadAddress(_("This is not an address. Write it as in https://example.com/webhooks."))
    if http.trusted(url) and parts.scheme in {"http", "https"}:
        return url
    if parts.scheme != "https":
        raise BadAddress(_("The address must begin with https://, so that nobody on the way reads what is sent."))
    if parts.username or parts.password:
        raise BadAddress(_("Leave the name and password out of the address: the signature tells your server who writes."))
    look_up(parts.hostname, port)
    return url


def look_up(host: str, port: int) -> None:
    try:
        async_to_sync(found)(host, port)
    except http.Refused:
        raise BadAddress(_("This address leads into a private network, which Diapason does not open.")) from None
    except (httpx2.HTTPError, TimeoutError, UnicodeError):
        raise BadAddress(_("No server was found at this name. Check how it is written.")) from None


async def found(host: str, port: int) -> None:
    async with asyncio.timeout(LOOKING):
        await http.checked_address(host, port)
