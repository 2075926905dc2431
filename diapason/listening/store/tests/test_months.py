"""Months that are added up say what their days say, whatever happens to the days afterwards."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from diapason.listening.store import postgres
from diapason.listening.store.base import What
from diapason.listening.store.postgres import months, sums, thinning
from diapason.listening.store.tests.engines import said, settle
from tests.heard import FORGET

TODAY = date(2026, 11, 17)
YEAR = (date(2025, 11, 18), TODAY)
DAY = timedelta(days=1)


@pytest.fixture
def heard(db, monkeypatch):
    """On each day of four months a few words, under one wording; under another, little."""
    monkeypatch.setattr(months, "LEAST", 20)
    with connection.cursor() as cursor:
        cursor.execute(FORGET)
    lines = sums.Sums()
    for number in range(110):
        day = (date(2026, 7, 20) + number * DAY).isoformat()
        for word in ("lampe", "lustre", f"mot{number % 9}"):
            lines.lines[7, What.WORD.value, day, word] = [1 + number % 3, 10, 1, 0]
        lines.lines[7, What.AUTHOR.value, day, f"x:{number % 2}"] = [1, 10, 0, 0]
    lines.lines[8, What.WORD.value, "2026-08-03", "lampe"] = [5, 0, 0, 0]
    add(lines)


def add(lines):
    sums.add(lines)
    settle(postgres)


def of_days(wordings, what, since, until):
    """What the list of a period is when only days are read."""
    values = [wordings, what.value, since, until]
    return sums.read(
        "SELECT value, sum(mentions)::int, sum(reach)::int, sum(negative)::int, sum(positive)::int FROM listening_tally"
        " WHERE wording_id = ANY(%s) AND what = %s AND day BETWEEN %s AND %s GROUP BY value ORDER BY 2 DESC, value",
        values,
    )


def of_top(wordings, what, since, until):
    return [
        (each.value, each.mentions, each.reach, each.negative, each.positive) for each in postgres.top(wordings, what, since, until, 99)
    ]


def standing():
    return sums.read("SELECT wording_id, what, month FROM listening_month ORDER BY 1, 2, 3", [])


def spoil():
    """So that what is read of months is seen."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE listening_month_tally SET mentions = mentions + 1000")


def test_large_months_that_are_over_are_added_up_once_and_read(heard):
    before = of_top([7, 8], What.WORD, *YEAR)
    assert postgres.tidy(TODAY) == 0
    assert standing() == [
        *((7, "author", month) for month in (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))),
        *((7, "word", month) for month in (date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))),
    ]
    assert months.add_up(TODAY) == 0
    assert of_top([7, 8], What.WORD, *YEAR) == before == of_days([7, 8], What.WORD, *YEAR)
    spoil()
    assert of_top([7], What.WORD, *YEAR)[0][1] > 4000
    assert of_top([7], What.WORD, date(2026, 8, 2), date(2026, 8, 31)) == of_days([7], What.WORD, date(2026, 8, 2), date(2026, 8, 31))


@given(st.dates(date(2026, 7, 1), date(2026, 11, 16)), st.integers(0, 150), st.sampled_from([[7], [8], [7, 8]]))
def test_any_period_reads_as_its_days(heard, start, days, wordings):
    postgres.tidy(TODAY)
    for what in (What.WORD, What.AUTHOR):
        period = (start, start + days * DAY)
        assert of_top(wordings, what, *period) == of_days(wordings, what, *period)


def test_nothing_is_read_of_no_wording(heard):
    postgres.tidy(TODAY)
    assert of_top([], What.WORD, *YEAR) == []


def test_what_comes_late_opens_its_month_until_the_next_night(heard):
    postgres.tidy(TODAY)
    late = sums.Sums()
    late.lines[7, What.WORD.value, "2026-09-10", "lampe"] = [500, 0, 0, 0]
    late.lines[7, What.WORD.value, "2026-10-10", "lampe"] = [-1, 0, 0, 0]
    add(late)
    assert [month for _wording, what, month in standing() if what == "word"] == [date(2026, 7, 1), date(2026, 8, 1)]
    assert of_top([7], What.WORD, *YEAR) == of_days([7], What.WORD, *YEAR)
    assert months.add_up(TODAY) == 2
    assert of_top([7], What.WORD, *YEAR) == of_days([7], What.WORD, *YEAR)


def test_a_day_that_is_thinned_opens_its_month(heard, monkeypatch):
    postgres.tidy(TODAY)
    monkeypatch.setattr(thinning, "MOST", 2)
    assert postgres.tidy(TODAY) > 0
    assert of_top([7], What.WORD, *YEAR) == of_days([7], What.WORD, *YEAR)
    assert len(standing()) == 7


def named_in_months():
    return {value for (value,) in sums.read("SELECT DISTINCT value FROM listening_month_tally WHERE what = 'author'", [])}


def test_somebody_who_is_forgotten_is_in_no_month(heard):
    postgres.tidy(TODAY)
    assert named_in_months() == {"x:0", "x:1"}
    postgres.erase_author(1, "x:1", [7, 8])
    assert named_in_months() == {"x:0"}
    assert [line[0] for line in of_top([7], What.AUTHOR, *YEAR)] == ["x:0"]
    assert of_top([7], What.AUTHOR, *YEAR) == of_days([7], What.AUTHOR, *YEAR)


def test_names_of_a_time_that_is_forgotten_are_in_no_month(heard):
    postgres.tidy(TODAY)
    postgres.forget_before(1, datetime.fromisoformat("2026-10-05T00:00:00+00:00"), [7, 8])
    assert named_in_months() == set()
    assert of_top([7], What.AUTHOR, *YEAR) == of_days([7], What.AUTHOR, *YEAR) != []
    assert len([line for line in standing() if line[1] == "word"]) == 4


def test_of_a_wording_that_is_forgotten_no_month_is_left(heard):
    postgres.tidy(TODAY)
    postgres.forget_wording(7)
    assert standing() == []
    assert named_in_months() == set()


def test_mentions_that_were_said_count_in_months(db, monkeypatch):
    monkeypatch.setattr(months, "LEAST", 1)
    postgres.keep([said("lampe lustre", 1, author="x:1", found_by=(7,))])
    settle(postgres)
    assert months.add_up(date(2026, 12, 2)) > 0
    assert (
        of_top([7], What.WORD, date(2026, 11, 1), date(2026, 11, 30))
        == of_days([7], What.WORD, date(2026, 11, 1), date(2026, 11, 30))
        != []
    )
