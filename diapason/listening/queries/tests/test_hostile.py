"""Queries and mentions that were made to take long. What is bounded is the work that is done, not the time on one machine."""

import sys
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diapason.core.tests.effort import cpu_seconds
from diapason.listening.queries.document import BETWEEN, Document
from diapason.listening.queries.errors import QueryError
from diapason.listening.queries.importing.dialects import BRANDWATCH
from diapason.listening.queries.importing.translation import translated
from diapason.listening.queries.matching import MOST_PAIRS, compiled, in_a_long_row, joined
from diapason.listening.queries.parser import MOST_LETTERS, parse
from diapason.listening.queries.percolator import Percolator
from diapason.listening.queries.words import words
from diapason.listening.queries.writing import written

LONG = "a" * 100
SECONDS = 5.0  # of one core; what is asked here takes hundredths


def steps(act: Callable[[], object]) -> int:
    """How many calls of Python functions it takes."""
    count = 0

    def seen(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(seen)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


def test_five_hundred_terms_in_twenty_levels_are_read_and_asked_in_work_that_grows_with_them():
    def query(terms: int) -> str:
        text = ""
        for level in range(20):
            some = " OR ".join(f"mot{level}x{number}" for number in range(terms // 20))
            text = f"({some} {'AND (' + text + ')' if text else ''})"
        return text

    small, large = steps(lambda: parse(query(100))), steps(lambda: parse(query(500)))
    assert large < 8 * small  # five times as much, and what a tree costs
    test, document = compiled(parse(query(500))), Document(" ".join(f"mot{level}x3" for level in range(20)))
    assert test(document)
    assert steps(lambda: test(document)) < 2_000
    assert parse(written(parse(query(500)))) == parse(query(500))


@pytest.mark.parametrize(
    "pattern", ["aa" + "*a" * 40 + "*b", "*a" * 40 + "?b", "a?" * 40 + "b", "*" * 500 + "ab", "?" * 90 + "ab", "a*b*" * 24 + "cd"]
)
def test_a_wildcard_of_many_stars_asks_each_word_in_a_few_passes(pattern):
    test = compiled(parse(pattern))
    document = Document(" ".join(LONG[:length] for length in range(60, 100)))
    assert cpu_seconds(lambda: test(document)) < SECONDS


def test_names_of_authors_with_stars_take_no_longer():
    node = parse('author:"' + "*a" * 40 + '*b"')
    assert cpu_seconds(lambda: compiled(node)(Document("x", facts={"author": [LONG * 3]}))) < SECONDS


def test_near_in_near_of_a_text_that_says_one_word_over_and_over_is_bounded():
    document, test = Document("a1 " * 5_000), compiled(parse("a1 NEAR/100 a1 NEAR/100 a1 NEAR/100 a1"))
    assert test(document)
    assert cpu_seconds(lambda: test(document)) < SECONDS
    places = [(place, place) for place in range(5_000)]
    assert len(joined(places, places, 100, ordered=False)) <= MOST_PAIRS


def test_a_hundred_thousand_letters_are_refused_before_they_are_read():
    for text in ("a" * 100_000, "(" * 100_000, "a1 OR " * 20_000, '"' * 100_000, "\u200f" * 100_000):
        assert steps(partial(refused, text)) < 200


def refused(text: str) -> None:
    with pytest.raises(QueryError, match="too long"):
        parse(text)


def test_all_that_may_be_written_is_read_in_little_memory():
    texts = ["a1 " * 1000, "-" * (MOST_LETTERS - 2) + "a1", "()" * 9_000, '""' * 9_000, "a1 NEAR " * 2_000 + "a1", ":" * MOST_LETTERS]
    tracemalloc.start()
    try:
        for text in texts:
            with suppress(QueryError):
                parse(text)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


UNBALANCED = [
    "(",
    ")",
    '"',
    "«",
    "»",
    "((a1)",
    "a1))",
    '"a1',
    'a1"',
    "“a1",
    "NOT",
    "-",
    "NEAR",
    "a1 NEAR",
    "title:",
    "raw:(",
    "lang:",
    "*",
    "?",
]


@pytest.mark.parametrize("text", UNBALANCED)
def test_whatever_is_left_open_is_pointed_at_with_its_cure(text):
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert 0 <= caught.value.position <= len(text)
    assert caught.value.message
    assert caught.value.cure


@pytest.mark.parametrize(
    ("written_with", "said"),
    [
        ("lam\u200bpe", "lampe"),  # a space of no width
        ("\u200flampe\u200e", "lampe"),  # marks of direction
        ("\u2067lampe\u2069", "lampe"),  # isolated
        ("lampe\ufeff", "lampe"),
        ("lam\u00adpe", "lampe"),  # where it may be parted
        ("lampe\u2060", "lampe"),
    ],
)
def test_letters_that_nobody_sees_part_no_query_from_what_it_looks_for(written_with, said):
    assert words(written_with) == words(said)
    assert compiled(parse(said))(Document(written_with))
    assert compiled(parse(written_with))(Document(said))


def test_what_is_written_from_right_to_left_is_asked_as_any_other():
    assert compiled(parse("مصباح OR מנורה"))(Document("אני אוהב מנורה כחולה"))
    assert compiled(parse('"מנורה כחולה"'))(Document("אני אוהב מנורה כחולה"))


def test_a_thousand_hostile_queries_cost_a_stream_little():
    patterns = {number: parse(f"*a{number}*a*a*a*a*b OR (x{number} NEAR/100 y{number})") for number in range(1000)}
    percolator, document = Percolator(patterns), Document(" ".join([LONG] * 20))
    assert cpu_seconds(lambda: percolator.found_by(document)) < SECONDS


def test_a_query_of_another_tool_is_read_in_work_that_grows_with_it():
    def pasted(many: int) -> str:
        return "apple AND (" + " OR ".join(f'links:x{n} OR "deux mots {n}" OR raw:A{n}' for n in range(many)) + ")"

    small, large = steps(lambda: translated(pasted(100), BRANDWATCH)), steps(lambda: translated(pasted(800), BRANDWATCH))
    assert large < 12 * small
    for text in ("<<<" * 30_000, "{" * 90_000, "~1" * 45_000, "- " * 45_000, '"' * 90_001, "AND " * 24_000):
        assert cpu_seconds(partial(translated, text, BRANDWATCH)) < 4 * SECONDS


def test_a_wall_of_words_is_cut_in_work_that_grows_with_it():
    assert cpu_seconds(partial(suppressed, "a " * (MOST_LETTERS // 2))) < SECONDS / 5


def suppressed(text: str) -> None:
    with suppress(QueryError):
        parse(text)


def test_a_long_phrase_in_a_text_that_says_it_over_and_over_is_bounded():
    document, test = Document("a1 " * 16_000), compiled(parse('"' + "a1 " * 999 + '"'))
    assert test(document)
    assert cpu_seconds(lambda: test(document)) < SECONDS / 5


@given(st.text("ab", min_size=30, max_size=200), st.text("ab", min_size=2, max_size=30))
def test_long_phrases_are_found_where_short_ones_would_be(said, wanted):
    places = Document(" ".join(said)).places
    if set(wanted) <= set(said):
        starts = [place for place in range(len(said)) if said.startswith(wanted, place)]
        assert in_a_long_row(tuple(wanted), places) == [(start, start + len(wanted) - 1) for start in [place + BETWEEN for place in starts]]
