"""The JSON of an instance: accounts, statuses, files, as the entities of https://docs.joinmastodon.org/entities/."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request

from diapason.core import clock

TOKEN = re.compile(r"(?P<url>https?://\S+[^\s.,;:!?)])|(?<![\w/])@(?P<name>[\w.-]*\w)(?:@[\w.-]+\w)?|(?<!\w)#(?P<tag>\w*[^\W\d]\w*)")
Row = dict[str, Any]
SOURCE = {"privacy": "public", "sensitive": False, "language": "", "note": "", "fields": [], "follow_requests_count": 0, "indexable": True}
ROLE = {"id": "-99", "name": "", "color": "", "permissions": "0", "highlighted": False}


def moment(epoch: float) -> str:
    return datetime.fromtimestamp(epoch, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def now() -> str:
    return moment(clock.now().timestamp())


def instance(url: str, characters: int, media: int) -> Row:
    return {
        "domain": urlsplit(url).netloc,
        "title": "Sandbox",
        "version": "4.7.0",
        "source_url": "https://github.com/mastodon/mastodon",
        "description": "A server in memory.",
        "usage": {"users": {"active_month": 1}},
        "thumbnail": {"url": f"{url}/thumbnail.png"},
        "icon": [],
        "languages": ["fr", "en"],
        "configuration": configuration(url, characters, media),
        "registrations": {
            "enabled": False,
            "approval_required": False,
            "reason_required": False,
            "message": None,
            "min_age": None,
            "url": None,
        },
        "api_versions": {"mastodon": 7},
        "contact": {"email": "admin@example.org", "account": None},
        "rules": [],
    }


def configuration(url: str, characters: int, media: int) -> Row:
    images = ["image/jpeg", "image/png", "image/gif", "image/webp"]
    return {
        "urls": {
            "streaming": url.replace("http", "ws"),
            "status": None,
            "about": f"{url}/about",
            "privacy_policy": None,
            "terms_of_service": None,
        },
        "vapid": {"public_key": "none"},
        "accounts": {"max_featured_tags": 10, "max_pinned_statuses": 5},
        "statuses": {"max_characters": characters, "max_media_attachments": media, "characters_reserved_per_url": 23},
        "media_attachments": {
            "supported_mime_types": [*images, "video/mp4", "video/webm", "video/quicktime"],
            "description_limit": 1500,
            "image_size_limit": 16777216,
            "image_matrix_limit": 33177600,
            "video_size_limit": 103809024,
            "video_frame_rate_limit": 120,
            "video_matrix_limit": 8294400,
        },
        "polls": {"max_options": 4, "max_characters_per_option": 50, "min_expiration": 300, "max_expiration": 2629746},
        "translation": {"enabled": False},
        "limited_federation": False,
    }


def account(url: str, row: Row, statuses: int) -> Row:
    picture = f"{url}/avatars/original/missing.png"
    return {
        "id": row["id"],
        "username": row["username"],
        "acct": row["username"],
        "display_name": row["name"] or row["username"],
        "uri": f"{url}/users/{row['username']}",
        "url": f"{url}/@{row['username']}",
        "avatar": picture,
        "avatar_static": picture,
        "header": picture,
        "header_static": picture,
        "note": "",
        "locked": False,
        "bot": False,
        "group": False,
        "discoverable": True,
        "indexable": True,
        "created_at": row["at"],
        "last_status_at": None,
        "followers_count": row["followers"],
        "following_count": 0,
        "statuses_count": statuses,
        "emojis": [],
        "fields": [],
        "roles": [],
    }


def media(url: str, row: Row) -> Row:
    ready = row["looks"] <= 0
    address = f"{url}/media/{row['id']}" if ready else None
    return {
        "id": row["id"],
        "type": "image" if row["mime"].startswith("image/") else "video",
        "url": address,
        "preview_url": address,
        "remote_url": None,
        "meta": {},
        "description": row["alt"] or None,
        "blurhash": None,
    }


def status(url: str, row: Row, account: Row, tables: dict[str, Row]) -> Row:
    statuses, accounts = tables["statuses"], tables["accounts"]
    parent = statuses.get(row["parent"])
    return {
        "id": row["id"],
        "created_at": row["at"],
        "in_reply_to_id": row["parent"] or None,
        "in_reply_to_account_id": parent["account"] if parent else None,
        "sensitive": bool(row["warning"]),
        "spoiler_text": row["warning"],
        "visibility": row["visibility"],
        "language": row["language"],
        "uri": f"{url}/users/{account['username']}/statuses/{row['id']}",
        "url": f"{url}/@{account['username']}/{row['id']}",
        "replies_count": sum(other["parent"] == row["id"] for other in statuses.values()),
        "reblogs_count": row["reblogs"],
        "favourites_count": row["likes"],
        "quotes_count": 0,
        "edited_at": None,
        "content": content(url, row["text"]),
        "reblog": None,
        "account": account,
        "media_attachments": [media(url, tables["media"][one]) for one in row["files"]],
        "mentions": [mention(url, accounts[one]) for one in mentioned(row["text"], accounts)],
        "tags": [{"name": tag.lower(), "url": f"{url}/tags/{tag.lower()}"} for tag in tags(row["text"])],
        "emojis": [],
        "card": None,
        "poll": poll(row) if row["poll"] else None,
    }


def poll(row: Row) -> Row:
    asked = row["poll"]
    ends = datetime.fromisoformat(row["at"]) + timedelta(seconds=asked["seconds"])
    return {
        "id": f"1{row['id']}",
        "expires_at": moment(ends.timestamp()),
        "expired": ends < clock.now(),
        "multiple": asked["multiple"],
        "votes_count": 0,
        "voters_count": 0,
        "options": [{"title": option, "votes_count": 0, "emojis": []} for option in asked["options"]],
        "emojis": [],
        "voted": True,
        "own_votes": [],
    }


def mention(url: str, row: Row) -> Row:
    return {"id": row["id"], "username": row["username"], "url": f"{url}/@{row['username']}", "acct": row["username"]}


def mentioned(text: str, accounts: Row) -> list[str]:
    """Ids of the members whom a text names, each once."""
    names = {match["name"].lower() for match in TOKEN.finditer(text) if match["name"]}
    return [key for key, row in accounts.items() if row["username"].lower() in names]


def tags(text: str) -> Iterator[str]:
    return (match["tag"] for match in TOKEN.finditer(text) if match["tag"])


def content(url: str, text: str) -> str:
    """The text as the server formats it: paragraphs, links shown short, mentions and tags as links."""
    paragraphs = re.split(r"\n{2,}", text.strip())
    return "".join(f"<p>{'<br />'.join(line(url, one) for one in paragraph.split(chr(10)))}</p>" for paragraph in paragraphs if paragraph)


def line(url: str, text: str) -> str:
    parts, at = [], 0
    for match in TOKEN.finditer(text):
        parts += [html.escape(text[at : match.start()], quote=False), linked(url, match)]
        at = match.end()
    return "".join([*parts, html.escape(text[at:], quote=False)])


def linked(url: str, match: re.Match[str]) -> str:
    if name := match["name"]:
        return f'<span class="h-card" translate="no"><a href="{url}/@{name}" class="u-url mention">@<span>{name}</span></a></span>'
    if tag := match["tag"]:
        return f'<a href="{url}/tags/{tag.lower()}" class="mention hashtag" rel="tag">#<span>{tag}</span></a>'
    address = html.escape(match["url"])
    scheme, rest = address.split("://", 1)
    short = (
        f'<span class="ellipsis">{rest[:30]}</span><span class="invisible">{rest[30:]}</span>' if len(rest) > 30 else f"<span>{rest}</span>"
    )
    return f'<a href="{address}" rel="nofollow noopener" translate="no"><span class="invisible">{scheme}://</span>{short}</a>'


def page(rows: list[dict[str, Any]], request: Request, limit: int) -> list[dict[str, Any]]:
    """Newest first: older than `max_id`, or the page just above `min_id`, as the API pages."""
    query = request.query_params
    limit = min(int(query.get("limit", limit)), 80)
    rows = sorted(rows, key=lambda row: int(row["id"]), reverse=True)
    if "max_id" in query:
        rows = [row for row in rows if int(row["id"]) < int(query["max_id"])]
    if "since_id" in query:
        rows = [row for row in rows if int(row["id"]) > int(query["since_id"])]
    if "min_id" in query:
        return [row for row in rows if int(row["id"]) > int(query["min_id"])][-limit:]
    return rows[:limit]
