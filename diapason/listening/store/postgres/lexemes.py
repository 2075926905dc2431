"""Words and facts of a mention as lexemes of one `tsvector`, and of a query the lexemes that a mention cannot do without.

The words are our own, as the stream's queries see them (`queries.words`): the past is then asked the same question as the stream. Facts
bear an `=`, which no word has. Lexemes have no places: what depends on them (phrases, NEAR) is looked at once a mention was read.
"""

import re
from collections.abc import Iterable

from diapason.listening.mentions import Mention
from diapason.listening.queries.nodes import And, Field, Near, Node, Not, Or, Phrase, Raw, Title, Wild, Word
from diapason.listening.queries.words import fold, fold_value
from diapason.listening.store.base import What

SAID_OF = {"lang": What.LANGUAGE, "country": What.COUNTRY, "type": What.KIND, "intent": What.INTENT}
NAMED = re.compile(r"\w+")


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


IGNORED = "=ignored"
LONGEST = 500  # letters of a lexeme: PostgreSQL takes 2,046 bytes


def parents(site: str) -> list[str]:
    """`fr.news.example.com` also is of `news.example.com` and `example.com`."""
    parts = site.split(".")
    return [".".join(parts[start:]) for start in range(len(parts) - 1)]


def vector(lexemes: Iterable[str]) -> str:
    """As the text form of a tsvector."""
    listed = list(lexemes)
    joined = "' '".join(listed)
    if "\\" not in joined and joined.count("'") == 2 * max(len(listed) - 1, 0):
        return f"'{joined}'" if listed else ""
    return " ".join(map(quoted, listed))


def quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def of_fact(what: What, value: str) -> str:
    """The lexeme of what was counted, as `of_mention` wrote it."""
    if what is What.WORD:
        return quoted(fold(value))
    if what is What.TAG:
        return quoted(f"#{fold(value)}")
    if what in (What.LABEL, What.NAME):
        return quoted(f"={what.value}:{fold_value(value)}")
    names = {What.AUTHOR: "account", What.LANGUAGE: "lang", What.KIND: "type"}
    return quoted(f"={names.get(what, what.value)}:{value}")


def necessary(node: Node) -> tuple[str | None, bool]:
    """A tsquery that holds for every mention that the query finds, None where there is none; and whether it holds for no other."""
    if isinstance(node, Word):
        return quoted(node.text), True
    if isinstance(node, Phrase):
        return every(map(quoted, node.words)), False
    if isinstance(node, Raw):
        return every(quoted(fold(word)) for word in node.words), False
    if isinstance(node, Wild):
        return beginning(node.pattern), False
    if isinstance(node, Title):
        return necessary(node.part)[0], False
    if isinstance(node, Field):
        return of_field(node)
    if isinstance(node, Not):
        inner, exact = necessary(node.part)
        return (f"!({inner})", True) if inner and exact else (None, False)
    return joined(node)


def joined(node: And | Or | Near) -> tuple[str | None, bool]:
    parts = [necessary(part) for part in ((node.left, node.right) if isinstance(node, Near) else node.parts)]
    exact = not isinstance(node, Near) and all(exact for _query, exact in parts)
    if isinstance(node, Or):
        known = [query for query, _exact in parts if query is not None]
        return ("(" + " | ".join(known) + ")", exact) if len(known) == len(parts) else (None, False)
    return every(query for query, _exact in parts if query is not None), exact


def every(queries: Iterable[str]) -> str | None:
    known = list(queries)
    return "(" + " & ".join(known) + ")" if known else None


def beginning(pattern: str) -> str | None:
    """Lexemes that begin like the pattern."""
    head = pattern.split("*")[0].split("?")[0]
    return f"{quoted(head)}:*" if head else None


def of_field(node: Field) -> tuple[str | None, bool]:
    name, value = node.name, node.value
    if name in {"followers", "url"} or len(value) > LONGEST - len(name) - 2:
        return None, False
    if name == "author":
        return of_author(value)
    return quoted(f"={name}:{value}"), True


def of_author(value: str) -> tuple[str | None, bool]:
    if value.startswith("@"):
        return f"({quoted(f'=author:{value}')} | {quoted(f'=author:{value[1:]}')})", True
    whole = [word for word in value.split() if NAMED.fullmatch(word)]
    return every(quoted(f"=by:{word}") for word in whole), False
