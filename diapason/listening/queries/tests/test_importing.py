"""Queries of other tools become ours, and what cannot be said is named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diapason.listening.queries.errors import QueryError
from diapason.listening.queries.importing.dialects import DIALECTS
from diapason.listening.queries.importing.remarks import Kind
from diapason.listening.queries.importing.translation import guessed, translated
from diapason.listening.queries.parser import parse, part

BRANDWATCH, TALKWALKER = DIALECTS["brandwatch"], DIALECTS["talkwalker"]


def about(text, dialect, kind=None):
    """The parts of the query that remarks are about."""
    return [text[each.position : each.end] for each in translated(text, dialect).remarks if kind is None or each.kind is kind]


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("apple AND juice", "apple AND juice"),
        ('"apple juice" OR "orange juice"', '"apple juice" OR "orange juice"'),
        ("(apple OR orange) NEAR/5 (smartphone OR phone)", "(apple OR orange) NEAR/6 (smartphone OR phone)"),
        ("logitech NEAR/2f keyboard", "logitech ONEAR/3 keyboard"),
        ('"apple juice"~5', "apple NEAR/6 juice"),
        ("((cake OR cookie) AND (birthday OR birthdays))~5", "(cake OR cookie) NEAR/6 (birthday OR birthdays)"),
        ("British Telecom OR {BT}", 'british AND telecom OR raw:"BT"'),
        ('raw:"Orange SA"', 'raw:"Orange SA"'),
        ("apple NOT (juice OR pie)", "apple AND NOT (juice OR pie)"),
        ("apple AND NOT juice", "apple AND NOT juice"),
        ("apple -juice", "apple AND NOT juice"),
        ("author:(lumen OR lampe) AND x1", '(author:"lumen" OR author:"lampe") AND x1'),
        ("site:www.lemonde.fr AND x1", 'site:"lemonde.fr" AND x1'),
        ('url:"msn.com/news" AND x1', 'url:"msn.com/news" AND x1'),
        ("country:uk AND language:fr", 'country:"gb" AND lang:"fr"'),
        ("country:gbr AND language:fr", 'country:"gb" AND lang:"fr"'),
        ("title:(apple OR pear) AND x1", "title:(apple OR pear) AND x1"),
        ("at_mentions:lumen OR hashtags:soldes", "@lumen OR #soldes"),
        ("engagementType:COMMENT AND x1", 'type:"comment" AND x1'),
        ("pageType:forum AND x1", '(type:"thread" OR type:"comment") AND x1'),
        ("authorFollowers:[1000 TO 5000] AND x1", "followers:>=1000 AND followers:<=5000 AND x1"),
        ("authorFollowers:[1000 TO *] AND x1", "followers:>=1000 AND x1"),
        ("complain* OR col?ur", "complain* OR col?ur"),
        ('"custom* service"', "custom* ONEAR/1 service"),
        ("apple <<<the fruit>>> OR pear", "apple OR pear"),
        ("sentiment:negative AND x1", 'sentiment:"negative" AND x1'),
    ],
)
def test_queries_of_brandwatch(text, ours):
    found = translated(text, BRANDWATCH)
    assert found.text == ours
    assert [each.kind for each in found.remarks if each.kind is not Kind.NOTE] == []
    assert parse(found.text)


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("BMW AND NOT bike", "bmw AND NOT bike"),
        ('BlackBerry site:"www.cnet.com"', 'blackberry AND site:"cnet.com"'),
        ('domainurl:"http://wort.lu" AND x1', 'site:"wort.lu" AND x1'),
        ("Luxemb* OR b?w", "luxemb* OR b?w"),
        ("apple NEAR/5 phone", "apple NEAR/5 phone"),
        ("apple ONEAR/3 phone", "apple ONEAR/3 phone"),
        ("philips + sourcecountry:us", 'philips AND country:"us"'),
        ("+philips +lampe", "philips AND lampe"),
        ("++Orange AND lang:fr", 'raw:"Orange" AND lang:"fr"'),
        ("sourcetype:ONLINENEWS AND x1", 'type:"article" AND x1'),
        ("sourcetype:MESSAGEBOARD_FORUM AND x1", '(type:"thread" OR type:"comment") AND x1'),
        ("sentiment:>0 AND x1", 'sentiment:"positive" AND x1'),
        ("sentiment:-5 AND x1", 'sentiment:"negative" AND x1'),
        ("followers:>1000 AND x1", "followers:>1000 AND x1"),
        ("mention:@lumen OR hashtag:#soldes", "@lumen OR #soldes"),
    ],
)
def test_queries_of_talkwalker(text, ours):
    found = translated(text, TALKWALKER)
    assert found.text == ours
    assert [each.kind for each in found.remarks if each.kind is not Kind.NOTE] == []


@pytest.mark.parametrize(
    ("text", "dialect", "ours", "named"),
    [
        ("apple AND links:msn.com", BRANDWATCH, "apple", ["links:msn.com"]),
        ("apple AND engagementType:RETWEET", BRANDWATCH, "apple", ["RETWEET"]),
        ("apple AND country:nowhere", BRANDWATCH, "apple", ["nowhere"]),
        ("apple AND (links:(a OR b) OR pear)", BRANDWATCH, "apple AND pear", ["links:(a OR b)"]),
        ("apple AND a*", BRANDWATCH, "apple", ["a*"]),
        ("apple NOT latitude:[41 TO 44]", BRANDWATCH, "apple", ["latitude:[41 TO 44]"]),
        ("apple AND title:(pear AND site:lumen.fr)", BRANDWATCH, "apple", ["title:(pear AND site:lumen.fr)"]),
        ("reach:>1000 AND apple AND engagement:>5", TALKWALKER, "apple", ["reach:>1000", "engagement:>5"]),
        ("sourcetype:SOCIALMEDIA AND apple", TALKWALKER, "apple", ["SOCIALMEDIA"]),
        ("links:msn.com", BRANDWATCH, "", ["links:msn.com"]),
    ],
)
def test_what_has_no_equal_is_left_out_and_pointed_at(text, dialect, ours, named):
    assert translated(text, dialect).text == ours
    assert about(text, dialect, Kind.LEFT_OUT) == named


@pytest.mark.parametrize(
    ("text", "dialect", "ours", "named"),
    [
        ("apple SENTENCE phone", TALKWALKER, "apple NEAR/15 phone", ["SENTENCE"]),
        ("apple PARAGRAPH/2 phone", TALKWALKER, "apple NEAR/50 phone", ["PARAGRAPH/2"]),
        ("apple NEAR/500 phone", TALKWALKER, "apple NEAR/100 phone", ["NEAR/500"]),
        ("(apple AND pear) NEAR/3 phone", TALKWALKER, "apple AND pear AND phone", ["NEAR/3"]),
        ("raw:Google+", BRANDWATCH, 'raw:"Google"', ["Google+"]),
        ('"one two three"~3', BRANDWATCH, "one NEAR/4 two NEAR/4 three", ["~3"]),
    ],
)
def test_what_is_only_nearly_the_same_is_pointed_at(text, dialect, ours, named):
    assert translated(text, dialect).text == ours
    assert about(text, dialect, Kind.CHANGED) == named


@pytest.mark.parametrize(
    ("text", "ours", "named"),
    [
        ("(apple OR pear", "apple OR pear", ["("]),
        ("apple) OR pear", "apple AND pear", [")", "OR"]),
        ('"apple OR pear', "apple OR pear", ['"']),
        ("{BT OR pear", "bt OR pear", ["{"]),
        ("apple AND", "apple", ["AND"]),
        ("apple AND OR pear", "apple AND pear", ["OR"]),
        ("apple ()", "apple", ["()"]),
        ("apple >>> pear ] }", "apple AND pear", ["]", "}"]),
        ("apple AND pear OR plum", "apple AND pear OR plum", ["OR"]),
        ("author: AND apple", "apple", ["author:"]),
    ],
)
def test_what_does_not_hold_together_is_read_all_the_same(text, ours, named):
    assert translated(text, BRANDWATCH).text == ours
    assert [each for each in about(text, BRANDWATCH) if each != ">>>"] == named


def test_the_tool_that_a_query_was_written_for_is_guessed():
    assert guessed("(apple NEAR/3f pear) AND {BT}") is BRANDWATCH
    assert guessed("apple ONEAR/3 pear AND sourcetype:NEWS") is TALKWALKER
    assert guessed("apple") is BRANDWATCH


ANYTHING = st.text(st.sampled_from("ab1éÉ'\"«»“”()[]{}<>-*?#@:/~+ANDORTEFfNts = 5\u200f\u200b\n"), max_size=80)
SAID = (
    'apple pear* "a1 b1" AND OR NOT NEAR/3f ONEAR/2 SENTENCE ( ) title: author: site:a.fr links:x ~3 {BT} ++Or - <<<x>>> '
    "sentiment:>0 raw: lang: followers:>5 hashtags: authorFollowers:[1 TO 2]"
)
WORDS = st.lists(st.sampled_from(SAID.split(" ")), max_size=14).map(" ".join)


@settings(max_examples=400)
@given(ANYTHING | WORDS, st.sampled_from([BRANDWATCH, TALKWALKER]))
def test_whatever_is_pasted_becomes_a_text_that_is_read_and_remarks_that_point_into_it(text, dialect):
    found = translated(text, dialect)
    assert not found.text or part(found.text)
    assert all(0 <= each.position <= each.end <= len(text) and each.message for each in found.remarks)


@pytest.mark.parametrize("text", ["(" * 200 + "a1" + ")" * 200, "NOT " * 300 + "a1", "a1 " * 50_000])
def test_what_is_too_large_is_refused(text):
    with pytest.raises(QueryError, match=r"more than 50 levels|too long"):
        translated(text, BRANDWATCH)


@pytest.mark.parametrize("text", ["sentiment:²", 'sentiment:"--1"', 'sentiment:>"+-5"'])
def test_a_sentiment_that_is_no_number_is_left_out(text):
    assert translated(f"a1 AND {text}", BRANDWATCH).text == "a1"
    assert about(f"a1 AND {text}", TALKWALKER, Kind.LEFT_OUT)


def test_too_many_near_in_each_other_are_refused_before_they_are_written():
    with pytest.raises(QueryError, match="more than 50 levels"):
        translated("a1 NEAR/3 " * 900 + "a1", BRANDWATCH)
