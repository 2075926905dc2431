"""Finding a feed from the address of a site. There is nobody to sign in."""

from urllib.parse import urlsplit

from diapason.networks.base.connection import Connected, Connection, Health
from diapason.networks.base.errors import Permanent
from diapason.networks.feed import client
from diapason.networks.feed.client import Feed


async def connect(connection: Connection, fields: dict[str, str]) -> Connected:
    feed = await discover(connection)
    host = urlsplit(feed.url).hostname or ""
    return Connected(
        account_id=feed.url[:300],
        handle=host,
        name=feed.title or host,
        base_url=feed.url,
        credentials=connection.credentials,
        url=feed.home or feed.url,
    )


async def discover(connection: Connection) -> Feed:
    """The feed of an address, or the one that the page there names."""
    page = await client.fetch(connection, connection.base_url)
    if feed := await client.parse(page):
        return feed
    if (address := client.named_by(page)) and (feed := await client.parse(await client.fetch(connection, address))):
        return feed
    raise Permanent("There is no feed at this address.", code="not_a_feed")


async def check(connection: Connection) -> Health:
    feed = await client.parse(await client.fetch(connection, connection.base_url))
    if feed is None:
        raise Permanent("What is at this address is no longer a feed.", code="unreadable")
    return Health(urlsplit(feed.url).hostname or "", feed.title)
