"""What stands at an address, by the signs that networks give of themselves in the headers and the HTML of their pages.

A site is asked once: only the networks that are recognised there are asked for more, then those that need no sign.
"""

import asyncio
import logging
from collections.abc import Sequence

import httpx2
from asgiref.sync import async_to_sync

from diapason.core import http
from diapason.networks.base.registry import Network
from diapason.territory import addresses
from diapason.territory.addresses import BadAddress

log = logging.getLogger(__name__)
LOOKED_AT = 300_000  # bytes of a page
SECONDS = 20


def likely(typed: str, networks: Sequence[Network]) -> list[Network]:
    """Of these networks, those recognised at an address first, then those without a sign; the others are left out."""
    signed = [network for network in networks if network.manifest.auth.get("signs")]
    shown = page(typed, signed[0]) if signed else ""
    known = [network for network in signed if any(sign in shown for sign in network.manifest.auth["signs"])]
    return [*known, *(network for network in networks if network not in signed)]


def page(typed: str, network: Network) -> str:
    """Its headers and the beginning of its HTML, in small letters; empty where it cannot be read."""
    try:
        return async_to_sync(looked_at)(addresses.normalise(network, typed))
    except (BadAddress, http.Refused, httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as error:
        log.info("No sign of a network: %s", type(error).__name__)
        return ""


async def looked_at(url: str) -> str:
    async with asyncio.timeout(SECONDS), http.stream(url, headers={"Accept": "text/html"}) as response:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > LOOKED_AT:
                break
        headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{headers}\n{body[:LOOKED_AT].decode('utf-8', 'replace')}".lower()
