"""What is decided of mentions that are kept: the sums are always those of what is kept, as it is now."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.queries.parser import parse
from diapason.listening.store import store
from diapason.listening.store.base import Period, Search, What

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
MONTH = Period(MONDAY - timedelta(days=10), MONDAY + timedelta(days=10))
WORDINGS = [7, 8, 9]
NEGATIVE, POSITIVE = Sentiment.NEGATIVE, Sentiment.POSITIVE


def said(text: str, number: int = 1, **more: Any) -> Mention:
    known: dict[str, Any] = {"workspace": 1, "source": 2, "key": f"a:{number}", "said_at": MONDAY + timedelta(minutes=number)}
    return Mention(text=text, **(known | more))


def amend(mentions: Sequence[Mention], **decided: Any) -> list[Mention]:
    def change(mention: Mention) -> None:
        for name, value in decided.items():
            setattr(mention, name, value)

    return store().amend(1, [mention.id for mention in mentions], WORDINGS, change)


def figures() -> dict[str, Any]:
    """All that is counted, without order."""
    while store().settle():
        pass
    since, until = date(2026, 11, 1), date(2026, 11, 30)
    return {
        "hours": {(each.wording, each.at, each.sentiment, each.mentions, each.reach) for each in store().volume(WORDINGS, MONTH)},
        "days": {(each.wording, each.day, each.sentiment, each.mentions, each.reach) for each in store().daily(WORDINGS, since, until)},
        "steps": {(each.wording, each.at, each.mentions, each.negative) for each in store().recent(WORDINGS, MONTH, 3600)},
        "tops": {(wording, what, each) for wording in WORDINGS for what in What for each in store().top([wording], what, since, until, 99)},
    }


def texts(**asked: Any) -> list[str]:
    return [mention.text for mention in store().search(Search(1, **asked), 50).mentions]


def test_a_tone_that_is_corrected_moves_the_counts():
    first, second = (said(text, number, found_by=(7, 8), sentiment=NEGATIVE, followers=10) for number, text in enumerate("ab", 1))
    store().keep([first, second])
    [before] = amend([first], sentiment=POSITIVE, confidence=1.0)
    assert (before.id, before.sentiment, before.found_by) == (first.id, NEGATIVE, (7, 8))
    assert {(each.wording, each.sentiment, each.mentions, each.reach) for each in store().volume([7, 8], MONTH)} == {
        (7, NEGATIVE, 1, 10),
        (7, POSITIVE, 1, 10),
        (8, NEGATIVE, 1, 10),
        (8, POSITIVE, 1, 10),
    }
    assert texts(sentiment=POSITIVE) == texts(node=parse("sentiment:positive")) == ["a"]
    assert [(each.mentions, each.negative) for each in store().recent([7], MONTH, 3600)] == [(2, 1)]
    assert amend([first], sentiment=POSITIVE, confidence=1.0) == []  # it was so already


def test_what_is_ignored_is_in_no_figure_can_be_seen_and_comes_back():
    first, second = said("a", 1, found_by=(7,), author="x:1"), said("b", 2, found_by=(7,))
    store().keep([first, second])
    counted = figures()
    amend([first], ignored=True)
    assert texts() == texts(wording=7) == ["b"]
    assert texts(ignored=True) == texts(ignored=True, wording=7) == ["a"]
    assert texts(ignored=None, wording=7) == ["b", "a"]
    assert {each[3] for each in figures()["hours"]} == {1}
    assert store().top([7], What.AUTHOR, date(2026, 11, 1), date(2026, 11, 30), 9) == []
    [kept] = store().get(1, [first.id])
    assert kept.ignored
    amend([first], ignored=False)
    assert figures() == counted


def test_an_ignored_mention_that_comes_in_or_is_found_later_is_counted_nowhere():
    first = said("a", 1, found_by=(7,), ignored=True)
    store().keep([first])
    [kept] = store().get(1, [first.id])
    assert store().file(8, [kept]) == 1
    assert not any(figures().values())
    amend([first], ignored=False)
    assert {(each.wording, each.mentions) for each in store().volume([7, 8], MONTH)} == {(7, 1), (8, 1)}


def test_labels_are_counted_and_found_whatever_their_case():
    first, second = said("a", 1, found_by=(7,), labels=("À suivre",)), said("b", 2, found_by=(7,), sentiment=NEGATIVE)
    store().keep([first, second])
    amend([second], labels=("À suivre", "Presse"))
    while store().settle():
        pass
    top = store().top([7], What.LABEL, date(2026, 11, 1), date(2026, 11, 30), 9)
    assert [(each.value, each.mentions, each.negative) for each in top] == [("À suivre", 2, 1), ("Presse", 1, 1)]
    assert texts(facts=((What.LABEL, "à Suivre"),)) == ["b", "a"]
    assert texts(facts=((What.LABEL, "presse"),)) == ["b"]
    amend([first, second], labels=())
    assert texts(facts=((What.LABEL, "à suivre"),)) == []
    assert not {each for each in figures()["tops"] if each[1] is What.LABEL}


def test_a_mention_that_another_wording_finds_is_filed_there_and_no_longer_here():
    first = said("a", 1, found_by=(7,))
    store().keep([first])
    amend([first], found_by=(8,))
    assert (texts(wording=7), texts(wording=8)) == ([], ["a"])
    assert {(each[0], each[3]) for each in figures()["hours"]} == {(8, 1)}


def test_it_is_taken_away_from_the_day_it_was_counted_for_whatever_the_zone_is_now():
    late = said("a", 1, found_by=(7,), said_at=MONDAY.replace(hour=23, minute=30), zone=ZoneInfo("Europe/Paris"))
    store().keep([late])
    assert [each.day for each in store().daily([7], date(2026, 11, 1), date(2026, 11, 30))] == [date(2026, 11, 17)]
    amend([late], sentiment=POSITIVE, zone=ZoneInfo("America/Montreal"))
    assert [(each.day, each.mentions) for each in store().daily([7], date(2026, 11, 1), date(2026, 11, 30))] == [(date(2026, 11, 17), 1)]


def test_what_is_not_there_or_of_another_brand_is_left():
    store().keep([said("a", 1, workspace=2, found_by=(7,))])
    [theirs] = store().search(Search(2), 9).mentions
    assert amend([theirs, said("never kept", 5)], ignored=True) == []
    assert store().get(2, [theirs.id])[0].ignored is False


def test_what_undoes_a_transaction_undoes_the_sums():
    store().keep([first := said("a", 1, found_by=(7,))])
    counted = figures()
    with transaction.atomic():
        amend([first], ignored=True)
        transaction.set_rollback(True)
    assert figures() == counted


DECIDED = st.fixed_dictionaries(
    {},
    optional={
        "sentiment": st.sampled_from([None, *Sentiment]),
        "intent": st.sampled_from(["", "question"]),
        "language": st.sampled_from(["fr", "en"]),
        "ignored": st.booleans(),
        "labels": st.sampled_from([(), ("un",), ("un", "deux")]),
        "found_by": st.sampled_from([(), (7,), (7, 8), (8, 9)]),
    },
)
ACTS = st.lists(st.tuples(st.sets(st.integers(0, 3), min_size=1), DECIDED), max_size=5)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(DECIDED, min_size=4, max_size=4), ACTS)
def test_sums_are_those_of_mentions_that_had_come_in_as_they_are_now(first, acts):
    def mentions() -> list[Mention]:
        return [
            said(f"colis {number} #livraison", number * 40, author="x:1", followers=number, heard_at=MONDAY, **each)
            for number, each in enumerate(first)
        ]

    def all_kept() -> dict[int, Mention]:
        return {mention.id: mention for mention in store().search(Search(1, ignored=None), 9).mentions}

    with transaction.atomic():
        store().keep(there := mentions())
        for chosen, decided in acts:
            amend([there[number] for number in chosen], **decided)
            figures()  # what waits is added up now
        moved, kept = figures(), all_kept()
        transaction.set_rollback(True)
    with transaction.atomic():
        anew = mentions()
        for chosen, decided in acts:
            for number in chosen:
                for name, value in decided.items():
                    setattr(anew[number], name, value)
        store().keep(anew)
        assert (moved, kept) == (figures(), all_kept())
        transaction.set_rollback(True)
