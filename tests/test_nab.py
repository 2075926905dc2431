"""The scorer of benchmarks: by hand on small series, and against sums that its authors published."""

import math
from collections import deque

import pytest

from tests import nab
from tests.tweets import real_series

STANDARD = nab.PROFILES["standard"]
WINDOWS = [(800, 899), (1000, 1099)]


def score(*flagged: int, costs: nab.Costs = STANDARD) -> float:
    flags = [float(number in flagged) for number in range(1200)]
    return nab.raw(nab.rows_of(flags, WINDOWS, costs), 1.0, costs)


def test_nothing_flagged_is_0_and_the_first_row_of_each_window_100():
    assert nab.normalised(score(), 2, STANDARD) == 0
    assert nab.normalised(score(800, 1000), 2, STANDARD) == pytest.approx(100)


def test_the_first_flag_of_a_window_counts_and_an_earlier_one_is_worth_more():
    assert score(800, 1000) > score(850, 1000) > score(899, 1000) > score(1000)
    assert score(850, 870, 1000) == score(850, 1000)


def test_a_wrong_flag_costs_its_weight_but_less_just_after_a_window():
    assert score(700, 800, 1000) - score(800, 1000) == pytest.approx(-0.11)
    assert -0.11 < score(800, 905, 1000) - score(800, 1000) < 0
    low = nab.PROFILES["reward_low_FP_rate"]
    assert score(700, 800, 1000, costs=low) - score(800, 1000, costs=low) == pytest.approx(-0.22)


def test_the_first_rows_are_not_looked_at():
    assert score(10, 100, 800, 1000) == score(800, 1000)


def test_the_threshold_is_the_one_that_scores_best_on_all_files():
    scores = [0.0] * 1200
    scores[700], scores[800], scores[1000] = 0.5, 0.9, 0.7
    rows = nab.rows_of(scores, WINDOWS, STANDARD)
    assert nab.best_threshold([rows], STANDARD) == 0.7
    assert nab.best_threshold([nab.rows_of([0.0] * 1200, WINDOWS, STANDARD)], STANDARD) == 1.1


# Sums of the windowed Gaussian detector, standard profile, threshold 1, as published with the benchmark (results/windowedGaussian).
PUBLISHED = {"AAPL": 1.5139968362565832, "FB": 0.1197502781, "GOOG": -0.1467773551, "KO": -0.9141961069, "UPS": -2.2051646682}


def windowed_gaussian(counts: list[int], size: int = 6400, every: int = 100) -> list[float]:
    """How far a count is from the mean of the last ones, to twelve digits, as the published results have it."""
    window, waiting, scores, mean, spread = deque[int](), list[int](), list[float](), 0.0, 1.0
    for number, count in enumerate(counts):
        distance = abs(count - mean) / spread
        scores.append(round(1 - 0.5 * math.erfc(distance / math.sqrt(2)), 12) if number else 0.0)
        waiting.append(count)
        if len(window) == size and len(waiting) < every:
            continue
        if len(window) == size:
            for _ in range(every):
                window.popleft()
        window.extend(waiting)
        waiting.clear()
        mean = sum(window) / len(window)
        spread = math.sqrt(max(sum(each * each for each in window) / len(window) - mean * mean, 0)) or 1e-6
    return scores


@pytest.mark.thorough
def test_published_sums_are_found_again():
    series = real_series()
    if not series:
        pytest.skip("skipped: ../shared/data/nab_realtweets absent")
    found = {each.name: nab.raw(nab.rows_of(windowed_gaussian(each.counts), each.windows, STANDARD), 1.0, STANDARD) for each in series}
    assert found == pytest.approx(PUBLISHED, abs=1e-6)
