"""What a mention is called, where its title says more than its text does."""

import re

from diapason.listening.mentions import Mention

CUT = re.compile(r"\s*(?:…|\.{3}|\[(?:…|\.{3})\])$")


def title(mention: Mention) -> str:
    """Its title; empty where that is only the beginning of its text, which is read anyway."""
    begun = CUT.sub("", plain(mention.title))
    return "" if mention.text and plain(mention.text).startswith(begun) else mention.title


def plain(text: str) -> str:
    return " ".join(text.split()).casefold()
