"""Words and facts of a mention as lexemes, and of a query the lexemes that a mention cannot do without.

The words are our own, as the stream's queries see them (`queries.words`): the past is then asked the same question as the stream. Facts
bear an `=`, which no word has. An engine that knows the places of words is asked for them, so that few mentions are read in vain; whether
a phrase or NEAR is true is looked at once a mention was read.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from diapason.listening.mentions import Mention
from diapason.listening.queries import words
from diapason.listening.queries.nodes import STARS, And, Field, Near, Node, Not, Or, Phrase, Raw, Title, Wild, Word
from diapason.listening.queries.words import fold, fold_value
from diapason.listening.store.base import What

NAMED = re.compile(r"\w+")
IGNORED = "=ignored"
MOST_BESIDE = 8  # words on one side of a NEAR whose places are asked for
LONGEST = 500  # letters of a lexeme: PostgreSQL takes 2,046 bytes


def of_mention(mention: Mention) -> set[str]:
    document = mention.document
    found = set(document.terms)
    for name, values in document.facts.items():
        found.update(f"={name}:{value}" for value in values)
    found.update(f"=by:{word}" for value in document.facts.get("author", ()) for word in NAMED.findall(value))
    found.update(f"=site:{parent}" for site in document.facts.get("site", ()) for parent in parents(site))
    found.add(f"=source:{mention.source}")
    if mention.author:
        found.add(f"=account:{mention.author}")
    found.update(f"=label:{fold_value(label)}" for label in mention.labels)
    if mention.ignored:
        found.add(IGNORED)
    return {lexeme for lexeme in found if len(lexeme) <= LONGEST}


def parents(site: str) -> list[str]:
    """`fr.news.example.com` also is of `news.example.com` and `example.com`."""
    parts = site.split(".")
    return [".".join(parts[start:]) for start in range(len(parts) - 1)]


def of_fact(what: What, value: str) -> str:
    """The lexeme of what was counted, as `of_mention` wrote it."""
    if what is What.WORD:
        return fold(value)
    if what is What.TAG:
        return f"#{fold(value)}"
    if what in (What.LABEL, What.NAME, What.SITE):
        return f"={what.value}:{fold_value(value)}"
    names = {What.AUTHOR: "account", What.LANGUAGE: "lang", What.KIND: "type"}
    return f"={names.get(what, what.value)}:{value}"


class Language(Protocol):
    """How an engine says that a mention has lexemes, as an expression."""

    def has(self, lexeme: str) -> str: ...

    def beginning(self, head: str) -> str:
        """A lexeme that begins so."""
        ...

    def every(self, parts: Iterable[str]) -> str: ...

    def one_of(self, parts: Iterable[str]) -> str: ...

    def none(self, part: str) -> str: ...

    def in_a_row(self, words: Sequence[str]) -> str:
        """At least: every one of them."""
        return self.every(map(self.has, words))

    def near(self, left: str, right: str, distance: int, *, ordered: bool) -> str:
        """Of words, or one of several: at least, both."""
        return self.every((left, right))


def necessary(node: Node, say: Language, *, in_title: bool = False) -> tuple[str | None, bool]:
    """What holds for every mention that the query finds, None where there is nothing; and whether it holds for no other. What its title
    must not say, its text may."""
    if isinstance(node, Word):
        return say.has(node.text), True
    if isinstance(node, Phrase):
        return say.in_a_row(node.words), False
    if isinstance(node, Raw):
        return say.in_a_row([fold(word)[: words.LONGEST] for word in node.words]), False
    if isinstance(node, Wild):
        head = node.pattern.split("*")[0].split("?")[0]
        return say.beginning(head) if head else None, False
    if isinstance(node, Title):
        return necessary(node.part, say, in_title=True)[0], False
    if isinstance(node, Field):
        return of_field(node, say)
    if isinstance(node, Not):
        inner, exact = necessary(node.part, say)
        return (say.none(inner), True) if inner and exact and not in_title else (None, False)
    return joined(node, say, in_title=in_title)


def joined(node: And | Or | Near, say: Language, *, in_title: bool) -> tuple[str | None, bool]:
    if isinstance(node, Near) and plain(node.left) and plain(node.right):
        left, right = (necessary(part, say)[0] or "" for part in (node.left, node.right))
        return say.near(left, right, node.distance, ordered=node.ordered), False
    parts = [necessary(part, say, in_title=in_title) for part in ((node.left, node.right) if isinstance(node, Near) else node.parts)]
    exact = not isinstance(node, Near) and all(exact for _said, exact in parts)
    if isinstance(node, Or):
        known = [said for said, _exact in parts if said is not None]
        return (say.one_of(known), exact) if len(known) == len(parts) else (None, False)
    return every(say, (said for said, _exact in parts if said is not None)), exact


def plain(node: Node) -> bool:
    """A word, or some of which one must stand there."""
    return isinstance(node, Word) or (isinstance(node, Or) and len(node.parts) <= MOST_BESIDE and all(map(plain, node.parts)))


def every(say: Language, parts: Iterable[str]) -> str | None:
    known = list(parts)
    return say.every(known) if known else None


def of_field(node: Field, say: Language) -> tuple[str | None, bool]:
    name, value = node.name, node.value
    if name in {"followers", "url"} or len(value) > LONGEST - len(name) - 2:
        return None, False
    if name == "author":
        return of_author(value, say)
    return say.has(f"={name}:{value}"), True


def of_author(value: str, say: Language) -> tuple[str | None, bool]:
    if value.startswith("@") and not STARS & set(value):
        return say.one_of([say.has(f"=author:{value}"), say.has(f"=author:{value[1:]}")]), True
    whole = [word for word in value.split() if NAMED.fullmatch(word)]
    return every(say, (say.has(f"=by:{word}") for word in whole)), False
