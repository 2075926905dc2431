"""Thousands of queries asked of each mention of a stream.

Asking every query would cost more than anything else. So each is filed under words of which a mention must hold one to be found by
it: of all such groups, the one expected least often. A mention is then only asked the queries filed under its own words.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import chain

from diapason.listening.queries.document import Document
from diapason.listening.queries.matching import Test, compiled
from diapason.listening.queries.nodes import And, Field, Near, Node, Or, Phrase, Raw, Title, Wild, Word
from diapason.listening.queries.words import LONGEST, fold

# A key of the index: a word; the first letters of words, with `*` after them; or a field with its value.
Key = str
Often = Callable[[Key], float]
HEAD = 4  # letters of a beginning that are filed: few enough to be looked up for every word of a mention
FACTS = ("lang", "country", "type", "has", "sentiment", "intent", "space")
COMMON = 0.5  # how often a fact is supposed to be true: most mentions are in one of two languages, and of one of few types


class Percolator[Name: Hashable]:
    """`often` says in what share of mentions a key is expected (`expected` unless counted): the better it knows, the fewer queries are
    asked in vain. The answers do not depend on it."""

    def __init__(self, queries: Mapping[Name, Node], often: Often | None = None) -> None:
        self.by_word: dict[Key, list[tuple[Name, Test]]] = {}
        self.by_head: dict[int, dict[Key, list[tuple[Name, Test]]]] = {}
        self.by_fact: dict[Key, list[tuple[Name, Test]]] = {}
        self.always: list[tuple[Name, Test]] = []
        for name, node in queries.items():
            self.file(name, node, often or expected)

    def file(self, name: Name, node: Node, often: Often) -> None:
        asked, keys = (name, compiled(node)), necessary(node, often)
        if keys is None:
            self.always.append(asked)
            return
        for key in keys:
            drawer, label = self.drawer(key)
            drawer.setdefault(label, []).append(asked)

    def drawer(self, key: Key) -> tuple[dict[str, list[tuple[Name, Test]]], str]:
        """Where it is looked up, and as what."""
        if ":" in key:  # first: the name of a space may end with a star
            return self.by_fact, key
        if key.endswith("*"):
            return self.by_head.setdefault(len(key) - 1, {}), key[:-1]
        return self.by_word, key

    def found_by(self, document: Document) -> set[Name]:
        """The names of the queries that find this mention."""
        terms, by_word = document.terms, self.by_word
        asked = [by_word[word] for word in terms if word in by_word]
        for size, heads in self.by_head.items():
            asked += [heads[head] for word in terms if (head := word[:size]) in heads]
        if self.by_fact:
            asked += [self.by_fact[key] for key in facts_of(document) & self.by_fact.keys()]
        found: set[Name] = set()
        for queries in [*asked, self.always]:
            for name, test in queries:
                if name not in found and test(document):
                    found.add(name)
        return found


def facts_of(document: Document) -> set[Key]:
    return {f"{name}:{value}" for name in FACTS for value in document.facts.get(name, ())}


def expected(key: Key) -> float:
    """Without counts: short words are common, beginnings stand for several words, and facts are true of many mentions."""
    if ":" in key:
        return COMMON
    share = 0.3 / 2.2 ** min(len(key.lstrip("#@")), 10)
    return share * 8 if key.endswith("*") else share


def counted(documents: Iterable[Document]) -> Often:
    """As seen in a sample of mentions; a word that was not seen is as rare as the sample can tell."""
    sample = [keys_of(document) for document in documents]
    seen = Counter(chain.from_iterable(sample))
    return lambda key: (seen[key] or 0.5) / max(len(sample), 1)


def keys_of(document: Document) -> set[Key]:
    terms = document.terms
    return terms | {f"{word[:size]}*" for word in terms for size in range(1, HEAD + 1)} | facts_of(document)


def necessary(node: Node, often: Often) -> frozenset[Key] | None:
    """Keys of which every mention that the query finds has at least one; None where nothing of the kind can be said."""
    if isinstance(node, Word):
        return frozenset({node.text})
    if isinstance(node, Phrase):
        return frozenset({min(node.words, key=often)})
    if isinstance(node, Raw):
        return frozenset({min((fold(word)[:LONGEST] for word in node.words), key=often)})
    if isinstance(node, Wild):
        return beginning(node.pattern)
    if isinstance(node, Field):
        return frozenset({f"{node.name}:{node.value}"}) if node.name in FACTS else None
    if isinstance(node, Title):
        return necessary(node.part, often)
    if isinstance(node, (And, Near)):
        parts = node.parts if isinstance(node, And) else (node.left, node.right)
        groups = [group for part in parts if (group := necessary(part, often)) is not None]
        return min(groups, key=lambda group: sum(map(often, group)), default=None)
    if isinstance(node, Or):
        every = [necessary(part, often) for part in node.parts]
        return None if None in every else frozenset(key for group in every if group for key in group)
    return None  # of NOT, nothing must be there


def beginning(pattern: str) -> frozenset[Key] | None:
    head = pattern.split("*")[0].split("?")[0][:HEAD]
    return frozenset({f"{head}*"}) if head else None
