from datetime import timedelta

from diapason.inbox import figures
from diapason.inbox.reading import store
from diapason.inbox.tests.double import START, THEO, ours, said
from diapason.networks.base.content import Author


def test_response_times_count_first_answers_to_conversations_begun_in_the_period(space, brand):
    store(
        space,
        "notifications",
        [
            said("a"),
            ours("a1", minutes=10, parent_id="a"),
            ours("a2", minutes=90, parent_id="a"),
            said("b", by=THEO),
            ours("b1", minutes=300, parent_id="b"),
            said("c", by=Author("u3", "c")),
            said("d", by=Author("u4", "d"), minutes=-60),
            ours("d1", minutes=0, parent_id="d"),
        ],
    )
    found = figures.response_times(brand, START, START + timedelta(days=1))
    assert (found.conversations, found.answered, found.within) == (3, 2, 1 / 3)
    assert found.median == timedelta(minutes=155)


def test_several_periods_are_each_counted_by_themselves(space, brand):
    store(space, "notifications", [said("a"), ours("a1", minutes=10, parent_id="a"), said("b", by=THEO, minutes=-60 * 24)])
    day = timedelta(days=1)
    found = figures.response_times_of(brand, [(START, START + day), (START - day, START), (START - 9 * day, START + day)])
    assert [(each.conversations, each.answered) for each in found] == [(1, 1), (1, 0), (2, 1)]
    assert [each.median for each in found] == [timedelta(minutes=10), None, timedelta(minutes=10)]


def test_without_conversations_the_figures_are_missing_and_not_zero(brand):
    found = figures.response_times(brand, START, START + timedelta(days=1))
    assert (found.median, found.within) == (None, None)


def test_who_waits_and_since_when(space, member):
    store(space, "notifications", [said("a", minutes=5), said("b", by=THEO), ours("b1", minutes=1, parent_id="b")])
    assert figures.to_answer(member) == (1, START + timedelta(minutes=5))
    assert figures.queue_counts(member) == {"answer": 1, "mine": 0}
