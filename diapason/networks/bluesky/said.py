"""What a stream says of records, as the rest of the application knows it. A stream knows accounts by their number (DID) alone."""

from datetime import UTC, datetime
from typing import Any

from diapason.networks.base.content import Author, Heard, Incoming, Kind
from diapason.networks.bluesky import records
from diapason.networks.bluesky.publish import moment

GONE = ("deleted", "takendown")  # of the states of an account (`#account` of subscribeRepos): those that are for good


def post(did: str, rkey: str, record: dict[str, Any], at: datetime) -> Incoming:
    """With the id that the search gives to the same post. Raises ValueError, TypeError or KeyError for what is no post."""
    uri = f"at://{did}/{records.COLLECTION}/{rkey}"
    page = records.page(uri)
    text = record["text"]
    if not isinstance(text, str):
        raise TypeError("a text was expected")
    parent = ((record.get("reply") or {}).get("parent") or {}).get("uri") or ""
    return Incoming(
        remote_id=uri,
        kind=Kind.MENTION,
        author=Author(did, "", "", f"{page.partition('/post/')[0]}"),
        text=text,
        sent_at=written(record.get("createdAt"), at),
        url=page,
        parent_id=str(parent),
        language=language(record.get("langs")),
        media=pictures(record),
    )


def written(stamp: object, at: datetime) -> datetime:
    """When its author says; when the network took it, where that cannot be read."""
    try:
        return moment(str(stamp))
    except (ValueError, OverflowError):
        return at


def language(langs: object) -> str:
    return str(langs[0]) if isinstance(langs, list) and langs else ""


def pictures(record: dict[str, Any]) -> tuple[str, ...]:
    """One name for each; a stream gives no address of theirs."""
    embed = record.get("embed")
    images = embed.get("images") if isinstance(embed, dict) else None
    return tuple(f"image {place}" for place, _ in enumerate(images, 1)) if isinstance(images, list) else ()


def account(cursor: str, at: datetime, state: dict[str, Any], did: str) -> Heard:
    """`state` is the account's: it may be gone, with all it said."""
    is_gone = state.get("active") is False and state.get("status") in GONE
    return Heard(cursor, at, left=(did,) if is_gone else ())


def of_microseconds(count: int) -> datetime:
    return datetime.fromtimestamp(count / 1_000_000, UTC)
