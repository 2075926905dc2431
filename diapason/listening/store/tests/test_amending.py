"""What is decided of mentions that are kept: the sums are always those of what is kept, as it is now."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.queries.parser import parse
from diapason.listening.store.base import Period, Search, What
from diapason.listening.store.tests.engines import MONDAY, Settled, said

MONTH = Period(MONDAY - timedelta(days=10), MONDAY + timedelta(days=10))
WORDINGS = [7, 8, 9]
NEGATIVE, POSITIVE = Sentiment.NEGATIVE, Sentiment.POSITIVE


def amend(store: Settled, mentions: Sequence[Mention], **decided: Any) -> list[Mention]:
    def change(mention: Mention) -> None:
        for name, value in decided.items():
            setattr(mention, name, value)

    return store.amend(1, [mention.id for mention in mentions], WORDINGS, change)


def figures(store: Settled) -> dict[str, Any]:
    """All that is counted, without order."""
    since, until = date(2026, 11, 1), date(2026, 11, 30)
    return {
        "hours": {(each.wording, each.at, each.sentiment, each.mentions, each.reach) for each in store.volume(WORDINGS, MONTH)},
        "days": {(each.wording, each.day, each.sentiment, each.mentions, each.reach) for each in store.daily(WORDINGS, since, until)},
        "steps": {(each.wording, each.at, each.mentions, each.negative) for each in store.recent(WORDINGS, MONTH, 3600)},
        "tops": {(wording, what, each) for wording in WORDINGS for what in What for each in store.top([wording], what, since, until, 99)},
    }


def texts(store: Settled, **asked: Any) -> list[str]:
    return [mention.text for mention in store.search(Search(1, **asked), 50).mentions]


def test_a_tone_that_is_corrected_moves_the_counts(store):
    first, second = (said(text, number, found_by=(7, 8), sentiment=NEGATIVE, followers=10) for number, text in enumerate("ab", 1))
    store.keep([first, second])
    [before] = amend(store, [first], sentiment=POSITIVE, confidence=1.0)
    assert (before.id, before.sentiment, before.found_by) == (first.id, NEGATIVE, (7, 8))
    assert {(each.wording, each.sentiment, each.mentions, each.reach) for each in store.volume([7, 8], MONTH)} == {
        (7, NEGATIVE, 1, 10),
        (7, POSITIVE, 1, 10),
        (8, NEGATIVE, 1, 10),
        (8, POSITIVE, 1, 10),
    }
    assert texts(store, sentiment=POSITIVE) == texts(store, node=parse("sentiment:positive")) == ["a"]
    assert [(each.mentions, each.negative) for each in store.recent([7], MONTH, 3600)] == [(2, 1)]
    assert amend(store, [first], sentiment=POSITIVE, confidence=1.0) == []  # it was so already


def test_what_is_ignored_is_in_no_figure_can_be_seen_and_comes_back(store):
    first, second = said("a", 1, found_by=(7,), author="x:1"), said("b", 2, found_by=(7,))
    store.keep([first, second])
    counted = figures(store)
    amend(store, [first], ignored=True)
    assert texts(store) == texts(store, wording=7) == ["b"]
    assert texts(store, ignored=True) == texts(store, ignored=True, wording=7) == ["a"]
    assert texts(store, ignored=None, wording=7) == ["b", "a"]
    assert {each[3] for each in figures(store)["hours"]} == {1}
    assert store.top([7], What.AUTHOR, date(2026, 11, 1), date(2026, 11, 30), 9) == []
    [kept] = store.get(1, [first.id])
    assert kept.ignored
    amend(store, [first], ignored=False)
    assert figures(store) == counted


def test_an_ignored_mention_that_comes_in_or_is_found_later_is_counted_nowhere(store):
    first = said("a", 1, found_by=(7,), ignored=True)
    store.keep([first])
    [kept] = store.get(1, [first.id])
    assert store.file(8, [kept]) == 1
    assert not any(figures(store).values())
    amend(store, [first], ignored=False)
    assert {(each.wording, each.mentions) for each in store.volume([7, 8], MONTH)} == {(7, 1), (8, 1)}


def test_labels_are_counted_and_found_whatever_their_case(store):
    first, second = said("a", 1, found_by=(7,), labels=("À suivre",)), said("b", 2, found_by=(7,), sentiment=NEGATIVE)
    store.keep([first, second])
    amend(store, [second], labels=("À suivre", "Presse"))
    top = store.top([7], What.LABEL, date(2026, 11, 1), date(2026, 11, 30), 9)
    assert [(each.value, each.mentions, each.negative) for each in top] == [("À suivre", 2, 1), ("Presse", 1, 1)]
    assert texts(store, facts=((What.LABEL, "à Suivre"),)) == ["b", "a"]
    assert texts(store, facts=((What.LABEL, "presse"),)) == ["b"]
    amend(store, [first, second], labels=())
    assert texts(store, facts=((What.LABEL, "à suivre"),)) == []
    assert not {each for each in figures(store)["tops"] if each[1] is What.LABEL}


def test_a_mention_that_another_wording_finds_is_filed_there_and_no_longer_here(store):
    first = said("a", 1, found_by=(7,))
    store.keep([first])
    amend(store, [first], found_by=(8,))
    assert (texts(store, wording=7), texts(store, wording=8)) == ([], ["a"])
    assert {(each[0], each[3]) for each in figures(store)["hours"]} == {(8, 1)}


def test_it_is_taken_away_from_the_day_it_was_counted_for_whatever_the_zone_is_now(store):
    late = said("a", 1, found_by=(7,), said_at=MONDAY.replace(hour=23, minute=30), zone=ZoneInfo("Europe/Paris"))
    store.keep([late])
    assert [each.day for each in store.daily([7], date(2026, 11, 1), date(2026, 11, 30))] == [date(2026, 11, 17)]
    amend(store, [late], sentiment=POSITIVE, zone=ZoneInfo("America/Montreal"))
    assert [(each.day, each.mentions) for each in store.daily([7], date(2026, 11, 1), date(2026, 11, 30))] == [(date(2026, 11, 17), 1)]


def test_what_is_not_there_or_of_another_brand_is_left(store):
    store.keep([said("a", 1, workspace=2, found_by=(7,))])
    [theirs] = store.search(Search(2), 9).mentions
    assert amend(store, [theirs, said("never kept", 5)], ignored=True) == []
    assert store.get(2, [theirs.id])[0].ignored is False


def ignore(mention: Mention) -> None:
    mention.ignored = True


def test_what_undoes_a_transaction_undoes_the_sums(store):
    store.keep([first := said("a", 1, found_by=(7,))])
    counted = figures(store)
    with transaction.atomic():
        store.engine.amend(1, [first.id], WORDINGS, ignore)
        transaction.set_rollback(True)
    assert figures(store) == counted


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


def test_sums_are_those_of_mentions_that_had_come_in_as_they_are_now(store):
    @settings(max_examples=min(store.tries, 60))
    @given(st.lists(DECIDED, min_size=4, max_size=4), ACTS)
    def check(first, acts):
        def mentions() -> list[Mention]:
            return [
                said(f"colis {number} #livraison", number * 40, author="x:1", followers=number, heard_at=MONDAY, **each)
                for number, each in enumerate(first)
            ]

        def all_kept() -> dict[int, Mention]:
            return {mention.id: mention for mention in store.search(Search(1, ignored=None), 9).mentions}

        with transaction.atomic():
            store.keep(there := mentions())
            for chosen, decided in acts:
                amend(store, [there[number] for number in chosen], **decided)
                figures(store)  # what waits is added up now
            moved, kept = figures(store), all_kept()
            transaction.set_rollback(True)
        store.clear()
        with transaction.atomic():
            anew = mentions()
            for chosen, decided in acts:
                for number in chosen:
                    for name, value in decided.items():
                        setattr(anew[number], name, value)
            store.keep(anew)
            assert (moved, kept) == (figures(store), all_kept())
            transaction.set_rollback(True)
        store.clear()

    check()
