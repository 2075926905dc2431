"""Texts made to be slow: 20,000 code points each, counted in every unit and cut, in bounded time."""

from datetime import date
from time import process_time

import pytest

from diapason.networks.base.counting import Limits, TextLimit, TooLongToSplit, Unit, measure, split

SECONDS = 5  # of processor, for every unit and three cuts; about 1 at worst, where careless counting took 25 times more
FAMILY = "👨\u200d👩\u200d👧\u200d👦"
HOSTILE = {
    "sentences": "hello world. " * 1_540,
    "one giant word": "a" * 20_000,
    "only emoji": "😷" * 20_000,
    "families": FAMILY * 2_800,
    "half flags": "🇫" * 20_000,
    "right to left": "שלום עולם، " * 1_800,
    "combining signs": ("e" + "\u0301" * 40 + " ") * 480,
    "one endless grapheme": "e" + "\u0301" * 20_000,
    "joiners": "\u200d" * 20_000,
    "labels": "a." * 10_000,
    "foreign labels": "日." * 10_000,
    "hyphens": "a-" * 10_000 + ".com",
    "a long host": "日" * 19_999 + ".com",
    "schemes": "http://" * 2_800 + ".",
    "open parentheses": "a.com/(" * 2_800,
    "nested parentheses": "a.com/" + "(a" * 10_000,
    "queries": "a.com?!" * 2_800,
    "mentions": "@a@b.c" * 3_200,
    "spaces": " " * 20_000,
    "lines": "\n" * 20_000 + "a",
    "one giant hashtag": "#" + "a" * 20_000,
    "lone surrogates": "\ud83d" * 20_000,
}


def _limits(**maxima: int) -> Limits:
    return Limits(TextLimit(Unit(unit), most, source="test", checked_on=date(2026, 11, 20)) for unit, most in maxima.items())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_counted_and_cut_in_bounded_time(name: str) -> None:
    text, begun = HOSTILE[name], process_time()
    for unit in Unit:
        measure(text, unit)
    for most in (_limits(weighted=280), _limits(fediverse=500), _limits(graphemes=300, utf8_bytes=3000)):
        try:
            assert all(most.fits(part) for part in split(text, most, numbering="{n}/{total}"))
        except TooLongToSplit:
            assert name in ("one endless grapheme", "joiners", "one giant hashtag")
    assert process_time() - begun < SECONDS
