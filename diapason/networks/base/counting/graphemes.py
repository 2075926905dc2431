"""Extended grapheme clusters: what a reader calls one sign (Unicode Standard Annex 29)."""

import regex

# Flags first: \X alone looks back over the whole run of regional indicators at each of them.
_CLUSTER = regex.compile(r"\p{RI}\p{RI}?[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*+|\X")


def count(text: str) -> int:
    """Number of extended grapheme clusters."""
    if text.isascii() and "\r" not in text:
        return len(text)
    return sum(1 for _ in _CLUSTER.finditer(text))


def boundaries(text: str) -> list[int]:
    """Where each cluster ends, in code points; the last is the length of the text."""
    if text.isascii() and "\r" not in text:
        return list(range(1, len(text) + 1))
    return [match.end() for match in _CLUSTER.finditer(text)]
