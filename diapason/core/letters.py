"""Looking for letters anywhere in a text, accents, case and punctuation aside.

A column holds what PostgreSQL's `letters` made of the text (core migration 0002), under an index of trigrams. Three letters are
the least that such an index can look for anywhere: one or two are looked for at the beginning of a word.
"""

from typing import Any

from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Trim

ANYWHERE = 3
UNSPACED = 0x2E80  # from here on (Chinese, Japanese, Korean), words are not told apart by spaces


def letters(*texts: F | Func | Value) -> Func:
    """Of a text; or of a title and its text, with a bar between them."""
    return Func(*texts, function="letters", output_field=TextField())


def holding(column: str, asked: str) -> Q:
    """Rows whose `column` of letters holds what was asked; none where nothing was asked but signs."""
    signs = [sign for sign in asked if sign.isalnum()]
    if not signs:
        return Q(pk__in=[])
    wanted = Trim(letters(Value(asked.replace("\0", " "))))
    anywhere = len(signs) >= ANYWHERE or any(ord(sign) >= UNSPACED for sign in signs)
    return Q(**{f"{column}__contains": wanted if anywhere else Concat(Value(" "), wanted, output_field=TextField())})


def headed(rows: QuerySet[Any], column: str, asked: str) -> QuerySet[Any]:
    """Rows whose `column` holds it before its bar, where the letters of a title stand. The index finds them by the whole."""
    title = Func(F(column), Value("|"), Value(1), function="split_part", output_field=TextField())
    found: QuerySet[Any] = rows.filter(holding(column, asked)).alias(headed=title)
    return found.filter(holding("headed", asked))
