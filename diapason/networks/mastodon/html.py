"""Statuses come as HTML; people and comparisons want text."""

import re
import unicodedata
from html.parser import HTMLParser

SPACES = re.compile(r"\s+")
# A mention is written @user@host and shown as @user.
MENTION = re.compile(r"(?<![\w/])@([\w.-]+)@[\w.-]+\w")


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.text.append("\n")
        elif tag in {"p", "blockquote", "ul", "pre"} and self.text:
            self.text.append("\n\n")
        elif tag == "li":
            self.text.append("\n- ")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def to_text(html: str) -> str:
    """The text as a reader sees it, paragraphs apart, links in full."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.text)).strip()


def normalised(text: str) -> str:
    """What stays the same of a text between our source and their page: no spaces at all, mentions without their server."""
    return SPACES.sub("", MENTION.sub(r"@\1", unicodedata.normalize("NFC", text)))
