import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diapason.networks.base.counting import Limits, TextLimit, TooLongToSplit, Unit, graphemes, split


def limits(**maxima: int) -> Limits:
    return Limits(TextLimit(Unit(unit), maximum, source="test", checked_on=date(2026, 11, 20)) for unit, maximum in maxima.items())


WORDS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30),
    st.sampled_from(["https://example.com/a?b=c", "example.fr", "@camille", "@olga@example.social", "#été", "…", "."]),
    st.sampled_from(["👨\u200d👩\u200d👧", "🇫🇷", "שלום", "e\u0301" * 20, "\u200d", "نعم", "日本語。", "\n\n", "\n", "! "]),
)
TEXTS = st.lists(WORDS, max_size=40).map(" ".join) | st.lists(WORDS, max_size=20).map("".join)
LIMITS = st.one_of(
    st.integers(30, 120).map(lambda most: limits(weighted=most)),
    st.integers(30, 120).map(lambda most: limits(fediverse=most)),
    st.tuples(st.integers(30, 80), st.integers(120, 400)).map(lambda two: limits(graphemes=two[0], utf8_bytes=two[1])),
    st.integers(60, 120).map(lambda most: limits(utf16_units=most, emoji_bytes=most)),
)


@settings(max_examples=400)
@given(TEXTS, LIMITS, st.sampled_from([None, "{n}/{total}", "🧵 {n}"]))
def test_every_part_fits_and_no_word_is_lost(text: str, most: Limits, numbering: str | None) -> None:
    try:
        parts = split(text, most, numbering=numbering)
    except TooLongToSplit as error:
        parts, piece = [], error.piece
    if not parts and text.strip():
        assert not most.fits(piece + " 🧵 9999/9999")
        return
    assert all(most.fits(part) and part.strip() for part in parts)
    if numbering and len(parts) > 1:
        ends = [" " + numbering.replace("{n}", str(n)).replace("{total}", str(len(parts))) for n in range(1, 999)]
        assert all(part.endswith(end) for part, end in zip(parts, ends, strict=False))
        parts = [part.removesuffix(end) for part, end in zip(parts, ends, strict=False)]
    assert "".join("".join(parts).split()) == "".join(text.split())


@settings(max_examples=200)
@given(st.lists(st.text("abcdefé😀", min_size=1, max_size=12), max_size=60).map(" ".join))
def test_short_words_are_never_cut(text: str) -> None:
    assert " ".join(split(text, limits(graphemes=30))).split() == text.split()


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["👨\u200d👩\u200d👧", "e\u0301", "क्षि", "🇫🇷", "a"]), max_size=80).map("".join))
def test_a_giant_word_is_cut_between_graphemes(text: str) -> None:
    parts = split(text, limits(graphemes=7))
    assert "".join(parts) == text
    assert sum(map(graphemes.count, parts)) == graphemes.count(text)


def test_a_text_that_fits_is_left_whole_and_without_a_number() -> None:
    assert split("Bonjour\n\nà tous", limits(graphemes=300), numbering="{n}/{total}") == ["Bonjour\n\nà tous"]
    assert split(" \n ", limits(graphemes=300)) == []
    assert split("a" * 999, Limits()) == ["a" * 999]


def test_paragraphs_come_before_sentences_and_sentences_before_words() -> None:
    first, second, third = "Un deux trois quatre.", "Cinq six sept.", "Huit neuf dix onze douze"
    assert split(f"{first}\n\n{second} {third}", limits(graphemes=40)) == [first, f"{second} {third}"]
    assert split(f"{first} {second} {third}", limits(graphemes=40)) == [f"{first} {second}", third]
    assert split(third, limits(graphemes=12)) == ["Huit neuf", "dix onze", "douze"]


def test_a_sentence_is_not_ended_by_a_decimal_point() -> None:
    assert split("Il a coûté 3.50 euros et 12.80 euros", limits(graphemes=20)) == [
        "Il a coûté 3.50",
        "euros et 12.80 euros",
    ]


@pytest.mark.parametrize("kept", ["https://example.com/un/chemin", "@camille_du_studio", "#marronnierdeprintemps"])
def test_links_mentions_and_hashtags_stay_whole(kept: str) -> None:
    for before in range(1, 60):
        text = "é" * before + "(" + kept + ")" + "é" * 40
        assert any(kept in part for part in split(text, limits(graphemes=32)))


def test_a_piece_that_no_part_can_hold_is_named() -> None:
    link = "https://example.com/" + "a" * 50
    with pytest.raises(TooLongToSplit) as raised:
        split(f"Bonjour {link}", limits(graphemes=40))
    assert raised.value.piece == link


def test_numbers_take_their_room_beyond_nine_parts() -> None:
    parts = split("mot " * 300, limits(graphemes=30), numbering="({n}/{total})")
    assert len(parts) > 9
    assert all(re.search(rf" \({n}/{len(parts)}\)\Z", part) for n, part in enumerate(parts, start=1))
    assert all(len(part) <= 30 for part in parts)
