"""What a page asks of those who read it by machine, in its headers and in its head.

A site that says `noindex`, `noarchive`, `nosnippet`, `noai` or that its rights on data mining are reserved (TDMRep, article 4 of the
European directive 2019/790) does not want its text kept elsewhere: we keep what its feed gives away, and no more.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

US = "diapason"
CLOSING = {"noindex", "none", "noarchive", "nosnippet", "noai", "max-snippet:0"}
NAMED = re.compile(r"\s*([a-z][\w-]*)\s*:(.*)", re.IGNORECASE | re.DOTALL)
VALUED = {"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"}
LOCKED = {"locked", "metered"}
DEEPEST = 6  # objects within objects of a page's structured data


def in_headers(headers: Mapping[str, str]) -> bool:
    """Whether the answer's headers close it (`X-Robots-Tag`, `TDM-Reservation`). Several of one name come joined by commas."""
    if headers.get("tdm-reservation", "").strip() == "1":
        return True
    ours = True
    for part in headers.get("x-robots-tag", "").split(","):
        named = NAMED.match(part)
        if named and named[1].lower() not in VALUED:
            ours, part = named[1].lower() == US, named[2]
        if ours and closes(part):
            return True
    return False


def in_metas(metas: Iterable[tuple[str, str]]) -> bool:
    """`metas` are (name, content)."""
    for name, content in metas:
        name = name.strip().lower()
        if name in {"robots", US} and any(closes(part) for part in content.split(",")):
            return True
        if name == "tdm-reservation" and content.strip() == "1":
            return True
    return False


def closes(directive: str) -> bool:
    return re.sub(r"\s+", "", directive.lower()) in CLOSING


# ── What is sold ─────────────────────────────────────────────────────────────────────────────────────────────────────
def is_sold(metas: Iterable[tuple[str, str]], structured: Iterable[str]) -> bool:
    """Whether the page says that it is for those who pay (schema.org's `isAccessibleForFree`, `article:content_tier`)."""
    if any(name.strip().lower() == "article:content_tier" and content.strip().lower() in LOCKED for name, content in metas):
        return True
    return any(says_sold(data) for text in structured if (data := parsed(text)) is not None)


def parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def says_sold(data: Any, depth: int = 0) -> bool:
    """Of the article itself, not of a part of it (`hasPart`), which may be hidden on a page that is free otherwise."""
    if depth > DEEPEST:
        return False
    if isinstance(data, list):
        return any(says_sold(each, depth + 1) for each in data[:50])
    if not isinstance(data, dict):
        return False
    if str(data.get("isAccessibleForFree", "")).strip().lower() == "false":
        return True
    return any(says_sold(data[name], depth + 1) for name in ("@graph", "mainEntity") if name in data)
