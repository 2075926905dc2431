from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diapason.core.tests.effort import cpu_seconds
from diapason.editorial.moments import FIRST_YEAR, LAST_YEAR, Kind, Market, moments, moments_between

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
RARE = {"patriots_day", "whit_monday"}  # begun in 2003; not a holiday from 2005 to 2007


@pytest.mark.parametrize("market", Market)
def test_every_year_is_computed_inside_its_bounds(market: Market) -> None:
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        found = moments(year, market)
        assert all(moment.start.year == year and moment.start <= moment.end for moment in found), year
        assert all(moment.end - moment.start <= timedelta(days=69) for moment in found), year
        assert all(one.start <= other.start for one, other in pairwise(found)), year
        assert len({(moment.key, moment.start) for moment in found}) == len(found), year


@pytest.mark.parametrize("market", Market)
def test_the_same_moments_come_back_each_year(market: Market) -> None:
    expected = {moment.key for moment in moments(2026, market)}
    for year in range(2021, LAST_YEAR + 1):
        assert {moment.key for moment in moments(year, market)} | RARE == expected | RARE


def test_each_market_has_every_kind_that_it_should() -> None:
    for market in Market:
        assert {moment.kind for moment in moments(2026, market)} == set(Kind)


def test_a_moment_that_crosses_the_new_year_is_found_on_both_sides() -> None:
    december = {moment.key for moment in moments_between(date(2030, 12, 27), date(2030, 12, 28), "fr")}
    january = {moment.key for moment in moments_between(date(2031, 1, 10), date(2031, 1, 10), "fr")}
    assert "ramadan" in december & january


@given(DAYS, st.integers(0, 60), st.sampled_from(Market))
def test_a_span_holds_the_moments_that_have_a_day_in_it(start: date, length: int, market: Market) -> None:
    end = start + timedelta(days=length)
    years = {max(start.year - 1, FIRST_YEAR), start.year, min(end.year, LAST_YEAR)}
    expected = [one for year in sorted(years) for one in moments(year, market) if one.start <= end and one.end >= start]
    assert moments_between(start, end, market) == expected


def test_what_is_not_computed_is_refused() -> None:
    for year in (FIRST_YEAR - 1, LAST_YEAR + 1):
        with pytest.raises(ValueError, match=str(year)):
            moments(year, "fr")
    with pytest.raises(ValueError, match="be"):
        moments(2026, "be")
    assert moments_between(date(1980, 1, 1), date(1981, 1, 1), "fr") == []


def test_an_announced_day_is_marked_approximate() -> None:
    unsure = {moment.key for moment in moments(2026, "fr") if moment.approximate}
    assert {"ramadan", "eid_al_fitr", "eid_al_adha", "back_to_school"} <= unsure
    assert not unsure & {"winter_sales", "easter", "clocks_back", "christmas", "black_friday"}
    assert next(one for one in moments(2012, "fr") if one.key == "winter_sales").approximate


def test_a_month_of_two_markets_is_quick_after_the_first_call() -> None:
    def month() -> None:
        for market in Market:
            moments_between(date(2026, 5, 1), date(2026, 5, 31), market)

    month()
    assert cpu_seconds(month, tries=20) < 0.002
