"""A query about one part of what is heard: a site, an author, a word, a space. Whoever meets it on a screen listens for it, and is
alerted of it, from there."""

from collections.abc import Mapping, Sequence
from itertools import count

from diapason.core.numbers import whole
from diapason.listening import access, filtering
from diapason.listening.models import Query
from diapason.listening.queries.parser import MOST_LETTERS
from diapason.listening.queries.writing import quoted
from diapason.listening.store import store
from diapason.workspaces.members import Member

ASKED = ("site", "lang", "country", "type", "intent")  # fields of the language with the value that the address bears
LONGEST_NAME = 120
MOST_WORDS = 8


def filled(member: Member, given: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What the form of a new query begins with, where its address says `site`, `author`, `word` (several times), `name` of somebody or
    something, `space` and so on as the filters of mentions do, and `of`, the query that it is a part of. Empty where it says nothing."""
    one = {name: values[0].replace("\0", "").strip()[: filtering.LONGEST] for name, values in given.items() if values}
    parts = {name: f"{name}:{quoted(value) if ' ' in value else value}" for name in ASKED if (value := one.get(name))}
    called = [one[name] for name in parts]
    if author := one.get("author"):
        name, parts["author"] = by_author(member, author)
        called.append(name)
    if space := one.get("space"):
        called.append(space)
        parts["space"] = f"space:{quoted(space)}"
    if words := [word.replace("\0", "").strip()[:60] for word in given.get("word", ())[:MOST_WORDS] if word.strip()]:
        called.append(", ".join(words[:3]))
        parts["word"] = either(words)
    if named := one.get("named"):
        called.append(named)
        parts["named"] = quoted(named)
    if not parts:
        return {}
    query = access.queries(member).filter(pk=whole(one.get("of", "")) or 0).first()
    text = " AND ".join(parts.values())
    if query and query.shown and len(query.shown.text) + len(text) < MOST_LETTERS - 10:
        text = f"({query.shown.text}) AND {text}"
        called.insert(0, str(query))
    return {"name": free(member, " · ".join(called)), "purpose": Query.Purpose.TOPIC, "text": text}


def by_author(member: Member, author: str) -> tuple[str, str]:
    """Their name, and how a query asks for them: on a site, the name there (`sources.hearing` and archives write `site/name`)."""
    name = store().names(member.workspace.pk, [author]).get(author, author.rpartition("/")[2])
    site = author.partition("/")[0] if "/" in author and ":" not in author.partition("/")[0] else ""
    asked = f"author:{quoted(name)}"
    return name, f"{asked} AND site:{site}" if "." in site else asked


def either(words: Sequence[str]) -> str:
    written = [word if word.isalnum() and not word.isupper() else quoted(word) for word in words]  # OR is an operator
    return written[0] if len(written) == 1 else f"({' OR '.join(written)})"


def free(member: Member, name: str) -> str:
    """That no other query bears."""
    taken = set(access.queries(member).values_list("name", flat=True))
    tried = (name[:LONGEST_NAME] if number == 1 else f"{name[: LONGEST_NAME - 6]} ({number})" for number in count(1))
    return next(each for each in tried if each not in taken)
