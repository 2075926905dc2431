"""The fields of a query, and the values that each takes."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diapason.listening.queries.errors import QueryError, no_such_value, says_nothing
from diapason.listening.queries.words import fold_value

COMPARED = (">=", "<=", ">", "<")
SENTIMENTS = ("negative", "neutral", "positive")
INTENTS = ("question", "complaint", "request", "praise", "offer", "spam", "other")
TYPES = ("article", "comment", "mention", "message", "page", "post", "review", "thread", "video")
PARTS = ("image", "video", "link", "place", "author", "title")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """`one_of`: the only values, where there are such; `check` says whether a folded value may be one."""

    name: str
    meaning: Promise
    one_of: tuple[str, ...] = ()
    check: Callable[[str], bool] | None = None
    example: str = ""
    compared: bool = False


def letters(least: int, most: int) -> Callable[[str], bool]:
    return lambda value: value.isalpha() and least <= len(value) <= most


def is_site(value: str) -> bool:
    return "." in value and " " not in value and "/" not in value


FIELDS: dict[str, FieldSpec] = {
    spec.name: spec
    for spec in (
        FieldSpec("author", gettext_lazy("who wrote it: a name, or an @account"), example='author:"Jean Dupont"'),
        FieldSpec("site", gettext_lazy("the site where it stands, and those under it"), check=is_site, example="site:lemonde.fr"),
        FieldSpec("url", gettext_lazy("its address holds these letters"), example="url:soldes"),
        FieldSpec("lang", gettext_lazy("its language, in two letters"), check=letters(2, 3), example="lang:fr"),
        FieldSpec("country", gettext_lazy("where it comes from, in two letters"), check=letters(2, 2), example="country:ca"),
        FieldSpec("type", gettext_lazy("what it is"), one_of=TYPES, example="type:comment"),
        FieldSpec("has", gettext_lazy("what comes with it"), one_of=PARTS, example="has:image"),
        FieldSpec("followers", gettext_lazy("how many follow who wrote it"), compared=True, example="followers:>1000"),
        FieldSpec("sentiment", gettext_lazy("its tone"), one_of=SENTIMENTS, example="sentiment:negative"),
        FieldSpec("intent", gettext_lazy("what its author wants"), one_of=INTENTS, example="intent:question"),
        FieldSpec("space", gettext_lazy("the space of the brand that it came to"), example='space:"Maison Lumen"'),
    )
}
TEXT_FIELDS = ("title", "raw")
NAMES = (*FIELDS, *TEXT_FIELDS)


def closest(name: str) -> str:
    return next(iter(get_close_matches(name, NAMES, 1, 0.6)), "")


def checked(name: str, operator: str, value: str, position: int) -> tuple[str, str]:
    """The operator and the folded value. Raises QueryError where the field takes no such value."""
    spec, folded = FIELDS[name], fold_value(value)
    if spec.compared:
        return number(spec, operator, folded, position)
    if operator != ":":
        raise QueryError(position, _("“%(name)s:” is not a number.") % {"name": name}, _("Write %(example)s.") % {"example": spec.example})
    if not folded:
        raise says_nothing(position, name, spec.example)
    if spec.one_of and folded not in spec.one_of:
        raise no_such_value(position, name, _("Choose one of: %(choices)s.") % {"choices": ", ".join(spec.one_of)})
    if name == "country":
        folded = "gb" if folded == "uk" else folded  # as everybody writes it but the standard
    if name == "site":
        folded = folded.removeprefix("www.").rstrip(".")  # as the site of a mention is written
    if spec.check and not spec.check(folded):
        raise no_such_value(position, name, _("Write %(example)s.") % {"example": spec.example})
    return ":", folded


def number(spec: FieldSpec, operator: str, value: str, position: int) -> tuple[str, str]:
    digits = value.replace(" ", "").replace("_", "")
    if operator == ":" or not (digits.isascii() and digits.isdecimal() and len(digits) <= 12):
        raise QueryError(
            position, _("“%(name)s:” compares with a number.") % {"name": spec.name}, _("Write %(example)s.") % {"example": spec.example}
        )
    return operator, str(int(digits))
