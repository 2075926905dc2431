"""When a network asks to come back, whatever it writes into its headers."""

from datetime import UTC, datetime, timedelta

import pytest

from diapason.networks.base.answers import retry_at

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.mark.parametrize(
    ("headers", "moment"),
    [
        ({"retry-after": "30"}, NOON + timedelta(seconds=30)),
        ({"retry-after": "999999999"}, NOON + timedelta(days=1)),
        ({"retry-after": "Sat, 21 Nov 2026 12:05:00 GMT"}, NOON + timedelta(minutes=5)),
        ({"ratelimit-reset": "60"}, NOON + timedelta(minutes=1)),
        ({"x-ratelimit-reset": str(int(NOON.timestamp()) + 60)}, NOON + timedelta(minutes=1)),
        ({"x-ratelimit-reset": "2026-11-21T12:01:00Z"}, NOON + timedelta(minutes=1)),
    ],
)
def test_a_moment_is_read_however_it_is_written(headers, moment):
    assert retry_at(headers) == moment


@pytest.mark.parametrize("value", ["", "²", "soon", "-5", "1e9", "9" * 5000, "Sat, 99 Nov 99999 12:05:00 GMT"])
@pytest.mark.parametrize("name", ["retry-after", "ratelimit-reset"])
def test_what_is_no_moment_is_none(name, value):
    assert retry_at({name: value}) is None


def test_a_year_that_no_calendar_knows_is_none():
    assert retry_at({"ratelimit-reset": str(10**15)}) is None
