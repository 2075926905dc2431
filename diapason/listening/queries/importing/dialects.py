"""The fields of other tools: what each is called, and what says the same in ours.

Operators as their makers document them: https://developers.brandwatch.com/docs and the support pages on advanced query operators;
https://www.talkwalker.com/syntax-alerts and https://developer.talkwalker.com (query syntax).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from babel.core import get_global

from diapason.listening.mentions import host_of
from diapason.listening.queries import fields
from diapason.listening.queries.errors import QueryError
from diapason.listening.queries.lexer import Kind, Piece
from diapason.listening.queries.nodes import And, Field, Node, Or
from diapason.listening.queries.parser import said

NUMBER = re.compile(r"[+-]?[0-9]{1,3}")
Written = Callable[[str, str], Node | None]  # of the operator and the value; None where there is nothing like it


def ours(name: str) -> Written:
    """The same field, under this name."""

    def write(operator: str, value: str) -> Node | None:
        try:
            return Field(name, *fields.checked(name, ":", value, 0))
        except QueryError:
            return None

    return write


def site(_operator: str, value: str) -> Node | None:
    value = value.strip()
    host = host_of(value) or host_of("//" + value)
    return ours("site")(":", host.removeprefix("www.")) if host else None


def country(_operator: str, value: str) -> Node | None:
    """Codes of two or of three letters."""
    code = value.strip().upper()
    known: Mapping[str, list[str]] = get_global("territory_aliases")
    two = {"UK": "GB"}.get(code) or (known.get(code, [code])[0] if len(code) == 3 else code)
    return ours("country")(":", two)


def language(_operator: str, value: str) -> Node | None:
    return ours("lang")(":", value.strip().split("-")[0].split("_")[0])


def sign(mark: str) -> Written:
    """A tag or an account is a word that bears its sign."""

    def write(_operator: str, value: str) -> Node | None:
        word = mark + value.strip().lstrip("#@")
        try:
            return said(Piece(Kind.WORD if "*" in word else Kind.QUOTED, 0, word))
        except QueryError:
            return None

    return write


def author(_operator: str, value: str) -> Node | None:
    return ours("author")(":", value.strip().strip('"'))


def followers(operator: str, value: str) -> Node | None:
    """`>1000`, or a range: `1000 5000`, where a star leaves one side open."""
    if operator != ":":
        return compared(operator, value)
    least, _space, most = value.partition(" ")
    bounds = [compared(">=", least) if least != "*" else None, compared("<=", most) if most not in {"*", ""} else None]
    known = tuple(node for node in bounds if node)
    return None if not known or not most else known[0] if len(known) == 1 else And(known)


def compared(operator: str, value: str) -> Node | None:
    try:
        return Field("followers", *fields.checked("followers", operator, value, 0))
    except QueryError:
        return None


def sentiment(operator: str, value: str) -> Node | None:
    """In words, or as a number on a scale of which 0 is the middle."""
    word = value.strip().lower()
    if operator in {">", ">=", "<", "<="} or NUMBER.fullmatch(word):
        if not NUMBER.fullmatch(word):
            return None
        number = int(word)
        if operator in {">", ">="}:
            word = "positive" if number >= 0 else ""
        elif operator in {"<", "<="}:
            word = "negative" if number <= 0 else ""
        else:
            word = "positive" if number > 0 else "negative" if number < 0 else "neutral"
    return ours("sentiment")(":", word)


def one_of(kinds: Mapping[str, tuple[str, ...]]) -> Written:
    """What it is, in our words: one or several kinds."""

    def write(_operator: str, value: str) -> Node | None:
        found = tuple(Field("type", ":", kind) for kind in kinds.get(value.strip().lower().replace("_", "").replace("-", ""), ()))
        return (found[0] if len(found) == 1 else Or(found)) if found else None

    return write


FORUM = ("thread", "comment")
PAGES = {"news": ("article",), "blog": ("article",), "forum": FORUM, "review": ("review",), "video": ("video",)}
SOURCES = {
    "onlinenews": ("article",), "news": ("article",), "newspaper": ("article",), "magazine": ("article",), "pressrelease": ("article",),
    "pressagency": ("article",), "onlinenewsagency": ("article",), "onlinenewsmagazine": ("article",), "onlinenewsnewspaper": ("article",),
    "onlinenewspressreleases": ("article",), "blog": ("article",), "blogother": ("article",), "messageboard": FORUM, "forum": FORUM,
    "messageboardforum": FORUM, "review": ("review",), "reviews": ("review",), "video": ("video",),
}  # fmt: skip
ENGAGEMENTS = {"comment": ("comment",), "reply": ("comment",)}
COMMON: dict[str, Written] = {
    "author": author,
    "site": site,
    "url": ours("url"),
    "lang": language,
    "language": language,
    "country": country,
    "sentiment": sentiment,
    "followers": followers,
}


@dataclass(frozen=True, slots=True)
class Dialect:
    """`between` is added to a distance of NEAR: 1 where it counts the words that stand between. `texts` are fields that hold words;
    `text` marks those that look through all that is said."""

    code: str
    name: str
    fields: Mapping[str, Written]
    between: int
    titles: tuple[str, ...] = ("title",)
    raws: tuple[str, ...] = ("raw",)
    texts: tuple[str, ...] = ("content", "text", "body")


BRANDWATCH = Dialect(
    "brandwatch",
    "Brandwatch",
    {
        **COMMON,
        "at_mentions": sign("@"),
        "mentionedauthors": sign("@"),
        "hashtags": sign("#"),
        "hashtag": sign("#"),
        "pagetype": one_of(PAGES),
        "engagementtype": one_of(ENGAGEMENTS),
        "authorfollowers": followers,
    },
    between=1,
)
TALKWALKER = Dialect(
    "talkwalker",
    "Talkwalker",
    {
        **COMMON,
        "domainurl": site,
        "domain_url": site,
        "hosturl": site,
        "host_url": site,
        "sourcecountry": country,
        "authorcountry": country,
        "sourcetype": one_of(SOURCES),
        "hashtag": sign("#"),
        "hashtags": sign("#"),
        "mention": sign("@"),
        "mentions": sign("@"),
        "author_name": author,
        "authorname": author,
    },
    between=0,
)
DIALECTS: dict[str, Dialect] = {dialect.code: dialect for dialect in (BRANDWATCH, TALKWALKER)}
