"""Finding a forum from the address of any of its pages. There is nobody to sign in."""

import re
from urllib.parse import urlsplit

from diapason.networks.base import answers, public
from diapason.networks.base.connection import Connected, Connection, Health

PAGES = re.compile(
    r"/(?:topic|category|user|users|tags|recent|popular|unread|top|search|groups|categories|post|login|register|world)(?:/.*)?\Z"
)


async def connect(connection: Connection, fields: dict[str, str]) -> Connected:
    return await public.connect(connection, public.root_of(connection.base_url, PAGES), title_of)


async def check(connection: Connection) -> Health:
    return Health(urlsplit(connection.base_url).hostname or "", await title_of(connection))


async def title_of(connection: Connection) -> str:
    """https://docs.nodebb.org/api/read/#tag/home/paths/~1api~1config/get"""
    about = await public.get(connection, "/api/config")
    with answers.understood(mutation=False):
        about["csrf_token"], about["relative_path"]
        return str(about.get("siteTitle") or about.get("browserTitle") or "")[:200]
