"""What is unusual, and what is not."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diapason.alerts.detection.detector import SPANS, WARM, Detector
from diapason.alerts.detection.sensitivity import NORMAL
from tests.series import A_DAY, START, STEP, Brand, ordinary

SMALL = Brand("3 a day", 3)
WEEKS = 28 * A_DAY


def taught(brand: Brand, days: int = 28) -> Detector:
    detector = Detector()
    for at, count in ordinary(brand, days, seed=4):
        detector.see(at, count)
    return detector


def highest(detector: Detector, counts: Sequence[int | None], first: int = WEEKS) -> float:
    return max(detector.see(START + (first + number) * STEP, count).score for number, count in enumerate(counts))


def spread(count: int, steps: int) -> list[int]:
    return [count * (number + 1) // steps - count * number // steps for number in range(steps)]


@pytest.mark.parametrize("hours", [0, 1, 4, 12, 24])
def test_a_small_brand_is_warned_at_twenty_and_not_at_five(hours):
    steps = max(hours * 12, 1)
    for begin in (0, 60, 144, 230):  # at night, in the morning, at noon, in the evening
        quiet, loud = taught(SMALL), taught(SMALL)
        assert highest(quiet, [0] * begin + spread(5, steps)) < NORMAL
        assert highest(loud, [0] * begin + spread(20, steps)) >= NORMAL


def test_the_busy_hour_of_every_day_is_not_news_and_the_same_at_night_is():
    brand = Brand("300 a day", 300)
    detector, noon = taught(brand), 12 * 12
    busy = [count for _at, count in ordinary(brand, 1, seed=9)][noon : noon + 12]
    day, night = Detector.restored(detector.saved()), Detector.restored(detector.saved())
    assert highest(day, busy, WEEKS + noon) < NORMAL
    assert highest(night, [3 * count for count in busy], WEEKS + 2 * 12) >= NORMAL


def test_nothing_is_unusual_before_a_day_was_seen():
    assert highest(Detector(), [*[3] * (WARM - 1), 50], 0) == 0
    assert highest(Detector(), [*[3] * WARM, 50], 0) >= NORMAL


def test_a_new_level_stops_being_news():
    detector = taught(Brand("300 a day", 300))
    tripled = [count for _at, count in ordinary(Brand("900 a day", 900), 14, seed=6)]
    assert highest(detector, tripled[: 2 * A_DAY]) >= NORMAL
    assert highest(detector, tripled[2 * A_DAY :], WEEKS + 2 * A_DAY) < NORMAL


def test_after_a_crisis_the_usual_is_what_it_was():
    detector = taught(Brand("300 a day", 300))
    noon = START + (WEEKS + 144) * STEP
    before = detector.baseline.expected(noon)
    highest(detector, [60] * 36 + [1] * (A_DAY - 36))
    assert detector.baseline.expected(noon) < 1.5 * before


def test_what_could_not_be_counted_is_not_zero():
    detector, blind = taught(Brand("3,000 a day", 3000)), taught(Brand("3,000 a day", 3000))
    noon = START + (WEEKS + 144) * STEP
    highest(blind, [None] * 3 * A_DAY)
    assert blind.baseline.expected(noon) == detector.baseline.expected(noon)
    assert highest(blind, [count for _at, count in ordinary(Brand("3,000 a day", 3000), 1, seed=8)], WEEKS + 3 * A_DAY) < NORMAL


def test_it_says_what_it_saw():
    detector = taught(Brand("300 a day", 300))
    for number in range(3):
        verdict = detector.see(START + (WEEKS + 144 + number) * STEP, 40)
    assert (verdict.minutes, verdict.seen) == (15, 120)
    assert 1 < verdict.expected < 10


@pytest.mark.parametrize("change", [datetime(2026, 3, 29, 0, 0), datetime(2026, 10, 25, 0, 0)])  # noqa: DTZ001 - by the clock
def test_the_hour_that_is_missing_or_comes_twice_is_no_news(change):
    from zoneinfo import ZoneInfo

    paris, brand = ZoneInfo("Europe/Paris"), Brand("300 a day, steep", 300)
    detector, at = Detector(), change.replace(tzinfo=ZoneInfo("UTC")) - timedelta(days=21)
    counts = [count for _at, count in ordinary(brand, 23, seed=3)]
    scores = []
    for number in range(23 * A_DAY):
        local = (at + number * STEP).astimezone(paris)
        by_clock = local.hour * 12 + local.minute // 5
        scores.append(detector.see(local, counts[number // A_DAY * A_DAY + by_clock]).score)
    assert max(scores[21 * A_DAY :]) < NORMAL


COUNTS = st.lists(st.none() | st.integers(0, 4) | st.integers(0, 3000), min_size=1, max_size=40)


@settings(max_examples=60)
@given(COUNTS, COUNTS, st.integers(0, 2 * SPANS[-1]))
def test_going_on_from_what_was_saved_is_the_same_as_never_stopping(before, after, quiet):
    counts = [*[1] * quiet, *before]
    one, two = Detector(), Detector()
    for number, count in enumerate(counts):
        at = START + number * STEP
        assert one.see(at, count) == two.see(at, count)
    two = Detector.restored(json.loads(json.dumps(two.saved())))
    for number, count in enumerate(after, len(counts)):
        assert one.see(START + number * STEP, count) == two.see(START + number * STEP, count)
    assert one == two


def test_what_is_kept_is_small():
    assert len(json.dumps(taught(Brand("3,000 a day", 3000)).saved())) < 12_000
