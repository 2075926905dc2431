"""What people type as the address of a server or a site, made into the address that is opened."""

import re
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.utils.translation import gettext as _

from diapason.core import http
from diapason.networks.base.registry import Network

HANDLE = re.compile(r"@?[^@/\s]+@([^@/\s]+)")
LONGEST = 300  # of Space.base_url


class BadAddress(ValueError):
    """What was typed is no address; the message says what one looks like."""


def normalise(network: Network, typed: str) -> str:
    """`instance.example`, `@me@instance.example`, `https://instance.example/@me`: https://instance.example.

    A network whose manifest says `[auth] page = true` is found from any page: path and query are kept there. Addresses
    are opened with https unless the installation trusts that very host, or the network reads open pages.
    """
    auth = network.manifest.auth
    typed = typed.strip()
    if not typed:
        return default(network)
    if (handle := HANDLE.fullmatch(typed)) and "://" not in typed:
        typed = handle[1]
    scheme, host, rest = split(typed, example=auth.get("server_example", ""))
    if scheme == "http" and not auth.get("open") and not http.trusted(f"http://{host}"):
        scheme = "https"
    whole = auth.get("page") or host == urlsplit(settings.SANDBOX_URL).netloc  # the sandbox has every network on one host
    url = urlunsplit((scheme, host, *(rest if whole else ("", "")), ""))
    if len(url) > LONGEST:
        raise BadAddress(_("This address is too long."))
    return url


def default(network: Network) -> str:
    if not network.manifest.default_base_url:
        raise BadAddress(_("The address is missing."))
    return network.manifest.default_base_url


def split(typed: str, example: str) -> tuple[str, str, tuple[str, str]]:
    """Scheme, host with its port, path and query. Raises BadAddress."""
    wanted = _("This is not an address. Write it as %(example)s.") % {"example": example or "example.org"}
    try:
        parts: Any = urlsplit(typed if "://" in typed else f"https://{typed}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise BadAddress(wanted) from None
    if parts.scheme not in {"http", "https"} or not host or re.search(r"[\s\"<>\\^`{|}]", typed) or host.startswith("."):
        raise BadAddress(wanted)
    if "." not in host and ":" not in host and host != "localhost":
        raise BadAddress(wanted)
    name = f"[{host}]" if ":" in host else host
    return parts.scheme, f"{name}:{port}" if port else name, (parts.path.rstrip("/") if parts.path == "/" else parts.path, parts.query)
