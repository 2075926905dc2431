"""Finding a community, or a whole server, from its address. There is nobody to sign in."""

import re
from urllib.parse import urlsplit

from diapason.networks.base import answers, public
from diapason.networks.base.connection import Connected, Connection, Health
from diapason.networks.base.errors import Permanent

COMMUNITY = re.compile(r".*?/c/(?P<name>[\w.@:-]{1,200})(?:/.*)?\Z")
PAGES = re.compile(r"/(?:c|post|comment|u|communities|search|login|signup|modlog|instances|legal)(?:/.*)?\Z")


async def connect(connection: Connection, fields: dict[str, str]) -> Connected:
    root, community = place_of(connection.base_url)
    base_url = f"{root}/c/{community}" if community else root
    return await public.connect(connection, base_url, title_of)


async def check(connection: Connection) -> Health:
    return Health(urlsplit(connection.base_url).hostname or "", await title_of(connection))


async def title_of(connection: Connection) -> str:
    """Of the community, else of the server."""
    root, community = place_of(connection.base_url)
    link = Connection(root, connection.http)
    if community:
        found = await public.get(link, "/api/v3/community", name=community)
        with answers.understood(mutation=False):
            return str(found["community_view"]["community"]["title"])[:200]
    found = await public.get(link, "/api/v3/site")
    with answers.understood(mutation=False):
        if found["site_view"]["local_site"]["private_instance"]:
            raise Permanent("It asks to sign in.", code="closed")
        return str(found["site_view"]["site"]["name"])[:200]


def place_of(url: str) -> tuple[str, str]:
    """The address of the server and the name of the community, empty where all that is said there is meant."""
    found = COMMUNITY.fullmatch(urlsplit(url).path)
    return public.root_of(url, PAGES), found["name"] if found else ""
