"""The same words, passed on by different people."""

from datetime import timedelta

import pytest

from diapason.alerts import reading
from diapason.alerts.models import Alert

pytestmark = pytest.mark.django_db
FAMILY = 77


@pytest.fixture
def spread(hear, time):
    """So many mentions of one family, one a minute until now, by so many people."""

    def add(many: int, people: int, *, ago: int = 0) -> None:
        for number in range(many):
            at = time.now - timedelta(minutes=ago + many - number)
            hear(1, at, family=FAMILY, author=f"forum/{number % people}")

    return add


def found() -> Alert | None:
    return Alert.objects.filter(kind=Alert.Kind.FAMILY).first()


def test_what_different_people_repeat_is_told_with_how_many_and_how_fast(spread, look):
    spread(14, 14)
    look()
    alert = found()
    assert alert
    assert (alert.seen, alert.minutes, alert.family) == (14, 13, FAMILY)
    assert "14" in reading.sentence(alert)


def test_what_one_account_repeats_is_a_habit(spread, look):
    spread(30, 2)
    look()
    assert found() is None


def test_what_nobody_passes_on_any_more_is_no_news(spread, look):
    spread(14, 14, ago=60)
    look()
    assert found() is None


def test_different_words_are_not_taken_together(hear, time, look):
    for number in range(14):
        hear(1, time.now - timedelta(minutes=14 - number), family=100 + number, author=f"forum/{number}")
    look()
    assert found() is None


def test_it_is_told_once_while_it_goes_on_and_again_when_it_is_half_as_large_again(spread, look, time):
    spread(14, 14)
    look()
    time.goes_on(minutes=1)
    spread(3, 3)
    look()
    alert = found()
    assert alert
    assert alert.tellings.count() == 1
