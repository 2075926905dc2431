"""Parameters in the query of an address."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit


def add(url: str, extra: Mapping[str, str]) -> str:
    """The address with the parameters that it does not already have; what a person wrote by hand wins."""
    parts = urlsplit(url)
    present = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    missing = {name: value for name, value in extra.items() if name not in present}
    if not missing:
        return url
    query = "&".join(filter(None, [parts.query, urlencode(missing)]))
    return urlunsplit(parts._replace(query=query))
