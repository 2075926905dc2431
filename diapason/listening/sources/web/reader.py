"""Reads a page in a process of its own: `python -m diapason.listening.sources.web.reader WHAT SECONDS`. On its standard input a line of
JSON ({"url", "type": the Content-Type, "selector"}), then the bytes of the page; on its standard output, JSON.

WHAT is `article`: {"text", "language", "closed"}; or `part`: {"lines", "found", "closed"}, the lines of what `selector` chooses (the
whole page where it is empty). `closed` says why the page is not to be kept (a key of `reasons.REASONS`), else it is empty.

A page is written by a stranger. See `core.apart` for who pays.
"""

import json
import re
import sys
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from diapason.core.apart import limit_this_process
from diapason.listening.sources.web import sparing

LONGEST_TEXT = 50_000
MOST_LINES = 5_000
LONGEST_LINE = 2_000
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
BLOCKS = set(
    "address article aside blockquote body br button caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"  # noqa: SIM905
    " header hr li main nav ol option p pre section summary table tbody td tfoot th thead title tr ul".split()
)
UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "select", "head")


# ── Letters ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def decoded(body: bytes, content_type: str) -> str:
    """As the answer says, else as the page says, else as it can be read: UTF-8, then that of Western Windows."""
    head = body[:2048].decode("ascii", "replace")
    for marks, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(marks):
            return body.decode(name, "replace")
    said = [found[1] for found in (CHARSET.search(content_type), CHARSET.search(head)) if found]
    for name in (*said, "utf-8"):
        try:
            return body.decode("cp1252" if name.lower() in {"iso-8859-1", "latin1", "latin-1"} else name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return body.decode("cp1252", "replace")


def tree_of(text: str) -> HtmlElement:
    """Raises ValueError for a page that is empty."""
    clean = text.replace("\0", "").encode("utf-8", "ignore")
    try:
        return document_fromstring(clean, parser=HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True))
    except etree.ParserError as error:
        raise ValueError("An empty page") from error


# ── What it says of itself ───────────────────────────────────────────────────────────────────────────────────────────
def closed(tree: HtmlElement) -> str:
    metas = [(meta.get("name") or meta.get("property") or "", meta.get("content") or "") for meta in tree.iter("meta")]
    if sparing.in_metas(metas):
        return "reserved"
    structured = [each.text or "" for each in tree.iter("script") if "ld+json" in (each.get("type") or "").lower()]
    return "sold" if sparing.is_sold(metas, structured) else ""


def language_of(tree: HtmlElement) -> str:
    found = re.match(r"([a-zA-Z]{2})(?:[-_]|\Z)", tree.get("lang") or "")
    return found[1].lower() if found else ""


# ── Articles ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def article(tree: HtmlElement, url: str) -> dict[str, Any]:
    import trafilatura

    if why := closed(tree):
        return {"text": "", "language": "", "closed": why}
    language = language_of(tree)  # before the tree is taken apart
    found = trafilatura.extract(
        tree, url=url or None, output_format="txt", include_comments=False, include_tables=True, favor_precision=True, fast=True
    )
    paragraphs = [line.strip() for line in (found or "").splitlines() if line.strip()]
    return {"text": "\n\n".join(paragraphs)[:LONGEST_TEXT], "language": language, "closed": ""}


# ── Parts ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def part(tree: HtmlElement, selector: str) -> dict[str, Any]:
    """`found` is how many parts the selector chose."""
    why = closed(tree)
    chosen = [tree] if not selector else matching(tree, selector)
    lines = [] if why else [line for each in chosen[:200] for line in lines_of(each)]
    return {"lines": lines[:MOST_LINES], "found": len(chosen), "closed": why}


def matching(tree: HtmlElement, selector: str) -> list[HtmlElement]:
    """Those that are not within one another. Raises ValueError for what is not a selector."""
    from cssselect import GenericTranslator, SelectorError

    try:
        found = tree.xpath(GenericTranslator().css_to_xpath(selector))
    except (SelectorError, etree.XPathError) as error:
        raise ValueError("Not a selector") from error
    elements = set(found)
    return [each for each in found if not any(above in elements for above in each.iterancestors())]


def lines_of(element: HtmlElement) -> list[str]:
    """As a reader sees them: a block is a line. Walked without recursion, however deep it is."""
    pieces: list[str] = []
    hidden = 0
    for happened, each in etree.iterwalk(element, events=("start", "end")):
        unseen, block = each.tag in UNSEEN, each.tag in BLOCKS
        if happened == "start":
            hidden += unseen
            if block:
                pieces.append("\n")
            if not hidden:
                pieces.append(re.sub(r"\s+", " ", each.text or ""))
            continue
        hidden -= unseen
        if block:
            pieces.append("\n")
        if each is not element and not hidden:
            pieces.append(re.sub(r"\s+", " ", each.tail or ""))
    lines = (re.sub(r"[ \t\r\f\u00a0\u202f]+", " ", line).strip()[:LONGEST_LINE] for line in "".join(pieces).split("\n"))
    return [line for line in lines if line]


def main() -> None:
    what, seconds = sys.argv[1:3]
    limit_this_process(int(seconds))
    given = json.loads(sys.stdin.buffer.readline())
    body = sys.stdin.buffer.read()
    try:
        tree = tree_of(decoded(body, str(given["type"])))
        found = article(tree, str(given["url"])) if what == "article" else part(tree, str(given.get("selector", "")))
    except (ValueError, RecursionError):
        found = {"text": "", "language": "", "closed": "", "lines": [], "found": 0}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
