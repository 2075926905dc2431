"""Finding a forum from the address of any of its pages. There is nobody to sign in."""

import re
from urllib.parse import urlsplit, urlunsplit

from diapason.networks.base import answers, public
from diapason.networks.base.connection import Connected, Connection, Health
from diapason.networks.base.errors import Permanent

PAGES = re.compile(r"/(?:t|c|u|g|tag|tags|latest|top|new|hot|posts|categories|search|about|faq|login)(?:/.*)?\Z")


async def connect(connection: Connection, fields: dict[str, str]) -> Connected:
    base_url = forum_of(connection.base_url)
    try:
        title = await title_of(Connection(base_url, connection.http))
    except Permanent as error:
        if error.code in {"closed", "address_refused"}:
            raise
        raise Permanent("This is not such a forum.", code="not_this") from error
    host = urlsplit(base_url).hostname or ""
    return Connected(base_url[:300], host, title or host, base_url, connection.credentials, url=base_url)


async def check(connection: Connection) -> Health:
    return Health(urlsplit(connection.base_url).hostname or "", await title_of(connection))


async def title_of(connection: Connection) -> str:
    """https://docs.discourse.org/#tag/Site/operation/getSiteBasicInfo"""
    about = await public.get(connection, "/site/basic-info.json")
    with answers.understood(mutation=False):
        if about["login_required"]:
            raise Permanent("It asks to sign in.", code="closed")
        return str(about["title"])[:200]


def forum_of(url: str) -> str:
    """The address of the forum, which may be below the root of its site."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, PAGES.sub("", parts.path).rstrip("/"), "", ""))
