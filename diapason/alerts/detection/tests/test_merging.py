"""People are told once of one thing, and again when it becomes clearly worse."""

from datetime import UTC, datetime, timedelta

from diapason.alerts.detection.merging import News, Told, judge

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
TOLD = Told(MONDAY, 10.0)


def test_below_the_threshold_there_is_nothing_to_tell():
    assert judge(MONDAY, 8.9, 9, None) is News.NONE


def test_the_first_is_new():
    assert judge(MONDAY, 9, 9, None) is News.NEW


def test_more_of_the_same_is_told_once():
    for hours in (0, 1, 12, 23):
        assert judge(MONDAY + timedelta(hours=hours), 14, 9, TOLD) is News.NONE


def test_half_as_bad_again_is_told():
    assert judge(MONDAY + timedelta(minutes=5), 15.1, 9, TOLD) is News.WORSE


def test_a_day_later_it_is_another():
    assert judge(MONDAY + timedelta(hours=24), 9, 9, TOLD) is News.NEW
