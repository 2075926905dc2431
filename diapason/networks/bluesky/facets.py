"""Links, mentions and hashtags of a text, with the UTF-8 byte offsets that a record wants."""

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import regex

from diapason.networks.base.counting import Unit, measure, urls

TAG_GRAPHEMES, TAG_BYTES = 64, 640
HANDLE = r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
MENTION = re.compile(rf"(?:(?<=^)|(?<=[\s(]))@(?P<handle>{HANDLE})(?![\w-])", re.IGNORECASE | re.ASCII)
# Not digits only; ends before punctuation (`packages/api/src/rich-text` of the reference client).
TAG = regex.compile(r"(?:(?<=^)|(?<=\s))[#＃](?P<tag>(?!\ufe0f)[^\s\u00AD\u2060\u200A\u200B\u200C\u200D\u20e2]+)")
TRAILING = regex.compile(r"\p{P}+$")
Resolve = Callable[[str], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Found:
    """`start` and `end` in code points; `value` is an address, a handle or a tag."""

    start: int
    end: int
    kind: str
    value: str


def find(text: str) -> list[Found]:
    """Every facet of a text in its order; the first of two that overlap wins, links before mentions and tags."""
    chosen: list[Found] = []
    for one in [*links(text), *mentions(text), *tags(text)]:
        if all(one.end <= other.start or one.start >= other.end for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda one: one.start)


def links(text: str) -> Iterator[Found]:
    for span in urls.find(text, urls.FEDERATED):
        yield Found(span.start, span.end, "link", text[span.start : span.end])
    for span in urls.find(text, urls.BARE):
        shown = text[span.start : span.end]
        yield Found(span.start, span.end, "link", shown if "://" in shown else f"https://{shown}")


def mentions(text: str) -> Iterator[Found]:
    for match in MENTION.finditer(text):
        yield Found(match.start(), match.end(), "mention", match["handle"].lower())


def tags(text: str) -> Iterator[Found]:
    for match in TAG.finditer(text):
        tag = TRAILING.sub("", match["tag"])
        if tag and not tag.isdigit() and fits(tag):
            yield Found(match.start(), match.start() + 1 + len(tag), "tag", tag)


def long_tags(text: str) -> list[str]:
    return [tag for match in TAG.finditer(text) if not fits(tag := TRAILING.sub("", match["tag"]))]


def fits(tag: str) -> bool:
    return measure(tag, Unit.GRAPHEMES) <= TAG_GRAPHEMES and measure(tag, Unit.UTF8_BYTES) <= TAG_BYTES


async def resolved(text: str, resolve: Resolve) -> list[dict[str, Any]]:
    """The `facets` of a record; a mention of nobody stays plain text."""
    facets = []
    for one in find(text):
        if feature := await feature_of(one, resolve):
            index = {"byteStart": len(text[: one.start].encode()), "byteEnd": len(text[: one.end].encode())}
            facets.append({"index": index, "features": [feature]})
    return facets


async def feature_of(one: Found, resolve: Resolve) -> dict[str, str] | None:
    if one.kind == "mention":
        did = await resolve(one.value)
        return {"$type": "app.bsky.richtext.facet#mention", "did": did} if did else None
    key = {"link": "uri", "tag": "tag"}[one.kind]
    return {"$type": f"app.bsky.richtext.facet#{one.kind}", key: one.value}
