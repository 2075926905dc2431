"""Of crowded days, only what came up most is kept; no figure of mentions changes."""

from datetime import date

import pytest

from diapason.listening.store import postgres
from diapason.listening.store.base import What
from diapason.listening.store.postgres import sums, thinning
from diapason.listening.store.tests.engines import said, settle
from diapason.listening.store.tests.test_store import WEEK

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 17)  # the day after what is said here


def tallied(what: What, wording: int) -> dict[str, int]:
    settle(postgres)
    return {each.value: each.mentions for each in postgres.top([wording], what, date(2026, 11, 1), date(2026, 11, 30), 50)}


@pytest.fixture
def crowded(monkeypatch):
    """Ten words, the first said ten times, the last once; of which five are kept."""
    monkeypatch.setattr(thinning, "MOST", 5)
    words = ["lampe", "lustre", "suspension", "ampoule", "abat-jour", "bougie", "chandelle", "lanterne", "phare", "torche"]
    mentions = [said(" ".join(words[: 10 - number]), number, author=f"x:{number}", found_by=(7,)) for number in range(10)]
    postgres.keep(mentions)
    return mentions


def test_the_words_said_most_stay_and_the_others_go(crowded):
    before = tallied(What.WORD, 7)
    assert len(before) == 11
    assert postgres.tidy(TODAY) == 6 + 5  # of the words, and of the authors
    after = tallied(What.WORD, 7)
    assert set(after) == {"lampe", "lustre", "suspension", "ampoule", "abat"}
    assert after.items() <= before.items()
    assert len(tallied(What.AUTHOR, 7)) == 5
    assert sum(each.mentions for each in postgres.volume([7], WEEK)) == 10


def test_a_day_that_is_not_over_is_left_whole_and_so_is_what_has_few(crowded):
    tallied(What.WORD, 7)
    assert postgres.tidy(date(2026, 11, 16)) == 0
    assert postgres.tidy(TODAY) > 0
    assert postgres.tidy(TODAY) == 0


def test_nothing_is_taken_away_from_what_was_let_go_of(crowded):
    tallied(What.WORD, 7)
    postgres.tidy(TODAY)
    gone = sums.Sums()
    for word in ("torche", "lampe"):
        gone.lines[7, What.WORD.value, "2026-11-16", word] = [-1, 0, 0, 0]
    sums.add(gone)
    after = tallied(What.WORD, 7)
    assert after["lampe"] == 9
    assert "torche" not in after
    postgres.keep([said("torche", 99, found_by=(7,))])
    assert tallied(What.WORD, 7)["torche"] == 1
