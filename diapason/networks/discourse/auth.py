"""Finding a forum from the address of any of its pages. There is nobody to sign in."""

import re
from urllib.parse import urlsplit

from diapason.networks.base import answers, public
from diapason.networks.base.connection import Connected, Connection, Health
from diapason.networks.base.errors import Permanent

PAGES = re.compile(r"/(?:t|c|u|g|tag|tags|latest|top|new|hot|posts|categories|search|about|faq|login)(?:/.*)?\Z")


async def connect(connection: Connection, fields: dict[str, str]) -> Connected:
    return await public.connect(connection, public.root_of(connection.base_url, PAGES), title_of)


async def check(connection: Connection) -> Health:
    return Health(urlsplit(connection.base_url).hostname or "", await title_of(connection))


async def title_of(connection: Connection) -> str:
    """https://docs.discourse.org/#tag/Site/operation/getSiteBasicInfo"""
    about = await public.get(connection, "/site/basic-info.json")
    with answers.understood(mutation=False):
        if about["login_required"]:
            raise Permanent("It asks to sign in.", code="closed")
        return str(about["title"])[:200]
