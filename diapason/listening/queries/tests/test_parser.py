"""From a text to a tree, or to what is wrong with it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diapason.core.tests.effort import cpu_seconds
from diapason.listening.queries.errors import QueryError
from diapason.listening.queries.nodes import And, Field, Near, Not, Or, Phrase, Raw, Title, Wild, Word
from diapason.listening.queries.parser import parse
from diapason.listening.queries.tests.making import QUERIES
from diapason.listening.queries.writing import written

A, B, C = Word("a1"), Word("b1"), Word("c1")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a1", A),
        ("a1 b1", And((A, B))),
        ("a1 AND b1 OR c1", Or((And((A, B)), C))),
        ("a1 (b1 OR c1)", And((A, Or((B, C))))),
        ("a1 NOT b1", And((A, Not(B)))),
        ("a1 -b1", And((A, Not(B)))),
        ("a1 NOT NOT b1", And((A, B))),
        ("(a1 OR (b1 OR c1))", Or((A, B, C))),
        ("a1 a1", A),
        ("Été", Word("ete")),
        ("l’été", Word("ete")),
        ('"L’Été froid"', Phrase(("ete", "froid"))),
        ("«\u00a0Maison Lumen\u00a0»", Phrase(("maison", "lumen"))),
        ("porte-monnaie", Phrase(("porte", "monnaie"))),
        ("#Soldes", Word("#soldes")),
        ("@Maison.Lumen", Word("@maison.lumen")),
        ("😡", Word("😡")),
        ("rembours*", Wild("rembours*")),
        ("*lum**en*", Wild("*lum*en*")),
        ("col?ur", Wild("col?ur")),
        ("pourquoi?", Word("pourquoi")),
        ("a1 NEAR/3 b1", Near(A, B, 3, ordered=False)),
        ("a1 ONEAR b1", Near(A, B, 5, ordered=True)),
        ("a1 NEAR/2 b1 NEAR/4 c1", Near(Near(A, B, 2, ordered=False), C, 4, ordered=False)),
        ("a1 NEAR/2 (b1 NEAR/4 c1)", Near(A, Near(B, C, 4, ordered=False), 2, ordered=False)),
        ('(a1 OR "b1 c1") NEAR/2 d*d', Near(Or((A, Phrase(("b1", "c1")))), Wild("d*d"), 2, ordered=False)),
        ('raw:"Orange SA"', Raw(("Orange", "SA"))),
        ("title:(a1 OR raw:B)", Title(Or((A, Raw(("B",)))))),
        ("lang:(fr OR EN)", Or((Field("lang", ":", "fr"), Field("lang", ":", "en")))),
        ("followers:>= 1_000", Field("followers", ">=", "1000")),
        ('author:"Jean Dupont"', Field("author", ":", "jean dupont")),
        ("site:lemonde.fr", Field("site", ":", "lemonde.fr")),
        ("and or not", And((Word("and"), Word("or"), Word("not")))),
        ("12:30", Phrase(("12", "30"))),
    ],
)
def test_a_query_is_read(text, tree):
    assert parse(text) == tree
    assert parse(written(tree)) == tree


@pytest.mark.parametrize(
    ("text", "position", "said", "cure"),
    [
        ("", 0, "empty", "Write the words"),
        ("   ", 0, "empty", "Write the words"),
        ("a1 AND", 3, "nothing to find after “AND”", "Write what comes after"),
        ("OR a1", 0, "“OR” has nothing before it", "quotation marks"),
        ("a1 AND OR b1", 3, "nothing to find after “AND”", ""),
        ("(a1 OR b1", 0, "not closed", "“)”"),
        ("a1) b1", 2, "closes nothing", "Remove it"),
        ("a1 ()", 3, "nothing between", "Write words"),
        ('a1 "b1 c1', 3, "not closed", "last word"),
        ("a1 » b1", 3, "closes nothing", ""),
        ("NOT a1", 0, "only says what is not wanted", "NOT"),
        ("a1 OR NOT b1", 0, "only says what is not wanted", ""),
        ("title:(NOT a1)", 0, "only says what is not wanted", ""),
        ("autor:jean", 0, "no field “autor:”", "“author:”"),
        ("xyzzy:jean", 0, "no field “xyzzy:”", "lang:"),
        ("a1 lang:", 3, "says nothing", "lang:fr"),
        ("lang:français", 5, "no such value", "lang:fr"),
        ("sentiment:angry", 10, "no such value", "negative, neutral, positive"),
        ("followers:many", 10, "compares with a number", "followers:>1000"),
        ("followers:1000", 10, "compares with a number", "followers:>1000"),
        ("lang:>fr", 6, "not a number", "lang:fr"),
        ("title:(a1 lang:fr)", 10, "inside another", "side by side"),
        ("title:lang:fr", 6, "inside another", "side by side"),
        ("a1 NEAR/0 b1", 3, "from 1 to 100", "NEAR/5"),
        ("a1 NEAR/1000 b1", 3, "from 1 to 100", "NEAR/5"),
        ("a1 NEAR/3 (b1 AND c1)", 10, "NEAR takes words", "AND"),
        ("(a1 NOT b1) NEAR/3 c1", 0, "NEAR takes words", ""),
        ("a1 NEAR/3", 3, "nothing to find after", ""),
        ("*", 0, "nearly everything", "two letters"),
        ("a*", 0, "nearly everything", "two letters"),
        ("a1 porte-m*t", 3, "inside one word", ""),
        ("a1 NEAR/5f b1", 3, "from 1 to 100", "NEAR/5"),
        ("a1 NEAR/1.5 b1", 3, "from 1 to 100", "NEAR/5"),
        pytest.param(f"a1 NEAR/{'9' * 5000} b1", 3, "from 1 to 100", "NEAR/5", id="a distance of 5,000 digits"),
        ("(a1 NEAR/5)", 4, "nothing to find after “NEAR/5”", ""),
        ("a1 !!!", 3, "no word here", "emoji"),
        ("http://lumen.example", 0, "no word here", ""),
    ],
)
def test_what_is_wrong_is_pointed_at_with_its_cure(text, position, said, cure):
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.position == position
    assert said in caught.value.message
    assert cure in caught.value.cure


@pytest.mark.parametrize("value", ['say "hello"', "l’« ami »", "plain", '"', "a” b"])
def test_a_value_with_quotation_marks_is_written_between_others(value):
    tree = Field("author", ":", value)
    assert parse(written(tree)) == tree


@given(QUERIES)
def test_a_query_written_again_is_the_same_query(text):
    tree = parse(text)
    assert parse(written(tree)) == tree


@settings(max_examples=300)
@given(st.text(st.sampled_from("ab1éÉ’'\"«»()-*?#@:/ANDORNTE <>=😡\n"), max_size=60) | st.text(max_size=80))
def test_any_text_is_a_query_or_says_where_it_is_not(text):
    tree, error = read(text)
    assert tree is None or parse(written(tree)) == tree
    assert error is None or (0 <= error.position <= len(text) and error.message and error.cure)


def read(text):
    try:
        return parse(text), None
    except QueryError as error:
        return None, error


def test_five_hundred_words_and_twenty_levels_are_read_at_once():
    text = "(" * 20 + " OR ".join(f"mot{number}" for number in range(500)) + ")" * 20
    tree = parse(text)
    assert isinstance(tree, Or)
    assert len(tree.parts) == 500
    assert cpu_seconds(lambda: parse(text)) < 0.5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(" * 5000 + "a1" + ")" * 5000, "more than 50 levels"),
        ("NOT " * 4000 + "a1", "more than 50 levels"),
        ("a1 " * 5000, "more than 1000 words"),
        ("a1 OR " * 4000, "too long"),
        ('"' + "a1 " * 1001 + '"', "more than 1000 words"),
        ("a1 NEAR " * 51 + "a1", "more than 50 levels"),
        ("(" * 18 + "a1" + (" NEAR a1" * 50 + ")") * 18, "more than 50 levels"),
        ('"' + "a1* " * 52 + '"', "more than 50 levels"),
    ],
)
def test_what_is_too_large_is_refused(text, said):
    with pytest.raises(QueryError, match=said):
        parse(text)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ('lampe NEAR/5"trop cher"', 'lampe NEAR/5 "trop cher"'),
        ("lampe ONEAR/2“trop cher”", 'lampe ONEAR/2 "trop cher"'),
        ("L’Oréal*", "oreal*"),
        ("qu'achet*", "achet*"),
        ('"livr* rapide"', "livr* ONEAR/1 rapide"),
        ('"une livr* très rapid*"', "une ONEAR/1 livr* ONEAR/1 très ONEAR/1 rapid*"),
        ('title:"livr*"', "title:livr*"),
        ("quoi?!", "quoi"),
        ("site:www.lemonde.fr", "site:lemonde.fr"),
    ],
)
def test_what_people_write_one_way_or_another_is_the_same_query(text, same):
    assert parse(text) == parse(same)
