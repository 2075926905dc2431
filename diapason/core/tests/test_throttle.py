from datetime import UTC, datetime

import pytest
import time_machine

from diapason.core import throttle
from diapason.core.models import Throttle

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 10, 0, 40, tzinfo=UTC)


def test_only_the_first_of_a_minute_are_let_through_and_the_next_minute_begins_anew():
    with time_machine.travel(AT, tick=False) as clock:
        assert [throttle.allows("a", 2) for _ in range(3)] == [True, True, False]
        assert throttle.allows("b", 2)  # others are not concerned
        clock.shift(20)
        assert throttle.allows("a", 2)


def test_a_minute_says_when_it_ends():
    with time_machine.travel(AT, tick=False):
        assert throttle.hit("a") == throttle.Minute(hits=1, seconds=20)


def test_nothing_of_a_bucket_can_be_read_and_its_row_is_forgotten():
    with time_machine.travel(AT, tick=False) as clock:
        throttle.hit("guest:203.0.113.9")
        assert "203.0.113.9" not in Throttle.objects.get().bucket
        throttle.forget()
        assert Throttle.objects.exists()
        clock.shift(60)
        throttle.forget()
        assert not Throttle.objects.exists()
