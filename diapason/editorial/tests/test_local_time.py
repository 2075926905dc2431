from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from diapason.editorial import local_time

PARIS, MONTREAL, LORD_HOWE = ZoneInfo("Europe/Paris"), ZoneInfo("America/Toronto"), ZoneInfo("Australia/Lord_Howe")


@given(st.integers(980_000_000, 4_070_000_000), st.sampled_from([PARIS, MONTREAL, LORD_HOWE]))
def test_a_moment_that_is_shown_is_read_back(seconds, zone):
    moment = datetime.fromtimestamp(seconds, UTC).replace(second=0)
    text = local_time.write(moment, zone)
    assert local_time.read(text, zone, second=local_time.is_second(moment, zone)) == moment


def test_a_time_that_the_clock_skips_is_refused_with_the_next_one():
    with pytest.raises(ValidationError, match="Choose 03:00"):
        local_time.read("2026-03-29T02:30", PARIS)
    with pytest.raises(ValidationError, match="02:30"):
        local_time.read("2026-10-04T02:15", LORD_HOWE)


def test_a_time_that_comes_twice_is_the_first_unless_the_second_is_asked():
    first = local_time.read("2026-10-25T02:30", PARIS)
    second = local_time.read("2026-10-25T02:30", PARIS, second=True)
    assert (first, second) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert local_time.is_twice(first, PARIS)
    assert local_time.is_twice(second, PARIS)
    assert not local_time.is_second(first, PARIS)


@pytest.mark.parametrize(
    "text", ["tomorrow", "2026-02-30T10:00", "2026-13-01T10:00", "9999-01-01T10:00", "1066-10-14T09:00", "<b>", "2026-01-01T25:00"]
)
def test_what_is_not_a_date_is_refused_in_words(text):
    with pytest.raises(ValidationError):
        local_time.read(text, PARIS)


def test_no_text_is_no_date():
    assert local_time.read("  ", PARIS) is None
