"""A mention as queries look at it."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from urllib.parse import urlsplit

from diapason.listening.queries.words import fold, fold_value, raw_words, words

HASHES = "#＃﹟"  # as keyboards of elsewhere write it
BETWEEN = 1000  # places between title and text: no phrase and no NEAR reaches from one into the other


class Document:
    """The words of a title and a text, each at its place, and the facts about the mention.

    `facts` are folded values by field (`lang`, `author`, `type`, `has`…), several where a field may have several. `site` and its
    parents are read from `url` where they are not given.
    """

    def __init__(
        self, text: str, title: str = "", *, url: str = "", followers: int | None = None, facts: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        self.text, self.title, self.url, self.followers = text, title, url, followers
        self.facts: dict[str, set[str]] = {name: {fold_value(value) for value in values} for name, values in (facts or {}).items()}
        if url and "site" not in self.facts:
            self.facts["site"] = {urlsplit(url).hostname or ""}

    @cached_property
    def title_words(self) -> list[str]:
        return words(self.title) if self.title else []

    @cached_property
    def words(self) -> list[str]:
        return words(self.text)

    @cached_property
    def terms(self) -> set[str]:
        """Every word that it holds, once; the tag `#word` is also `word`."""
        found = {*self.words, *self.title_words}
        if any(sign in text for text in (self.text, self.title) for sign in HASHES):
            found |= {word[1:] for word in found if word[0] == "#"}
        return found

    @cached_property
    def folded_url(self) -> str:
        return fold(self.url)

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands; the text begins `BETWEEN` places after the title."""
        return placed(self.title_words, self.words)

    @cached_property
    def raw_places(self) -> dict[str, list[int]]:
        """The same with case and accents."""
        return placed(*self.raw_words)

    @cached_property
    def raw_words(self) -> tuple[list[str], list[str]]:
        """Those of the title and of the text, as they were written."""
        return raw_words(self.title) if self.title else [], raw_words(self.text)

    @property
    def title_end(self) -> int:
        return len(self.title_words)


def placed(title: list[str], text: list[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for start, part in ((0, title), (len(title) + BETWEEN, text)):
        for place, word in enumerate(part, start):
            found.setdefault(word, []).append(place)
            if word[0] == "#":
                found.setdefault(word[1:], []).append(place)
    return found
