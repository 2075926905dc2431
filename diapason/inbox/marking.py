"""Showing where a search was found, in text that anybody may have written: the marks are two characters of Unicode's
private use, which become `<mark>` only after everything else was escaped."""

import unicodedata

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

OPEN, CLOSE = "\ue000", "\ue001"
AROUND = 90


def marked(text: str) -> SafeString:
    """HTML of a text with marks. An unpaired mark is dropped, so that the page stays whole."""
    pieces, inside = [], False
    for piece in split_marks(text):
        if piece == OPEN and not inside:
            pieces.append("<mark>")
            inside = True
        elif piece == CLOSE and inside:
            pieces.append("</mark>")
            inside = False
        elif piece not in {OPEN, CLOSE}:
            pieces.append(escape(piece))
    return mark_safe("".join(pieces) + ("</mark>" if inside else ""))  # noqa: S308  # every piece was escaped above


def split_marks(text: str) -> list[str]:
    pieces, run = [], ""
    for character in text:
        if character in {OPEN, CLOSE}:
            pieces += [run, character]
            run = ""
        else:
            run += character
    return [piece for piece in [*pieces, run] if piece]


def mark_letters(text: str, letters: str) -> str:
    """Marks the first place where these letters stand, whatever case and accents, with the words around it."""
    text = text.replace(OPEN, "").replace(CLOSE, "")
    folded, origin = folding(text)
    wanted, _origin = folding(letters)
    at = folded.find(wanted) if wanted else -1
    if at < 0:
        return text[: 2 * AROUND]
    start, end = origin[at], origin[at + len(wanted) - 1] + 1
    before = text[max(0, start - AROUND) : start]
    return f"{'…' if start > AROUND else ''}{before}{OPEN}{text[start:end]}{CLOSE}{text[end : end + AROUND]}"


def folding(text: str) -> tuple[str, list[int]]:
    """Lower case without accents, and for each of its characters the place that it comes from."""
    folded, origin = [], []
    for place, character in enumerate(text):
        for piece in unicodedata.normalize("NFD", character.casefold()):
            if not unicodedata.combining(piece):
                folded.append(piece)
                origin.append(place)
    return "".join(folded), origin
