from datetime import date, timedelta

import pytest

from diapason.editorial.moments import FIRST_YEAR, LAST_YEAR, Market, Moment, moments
from diapason.editorial.moments.feasts import easter, islamic, whit_sunday
from diapason.editorial.moments.rules import nth

# Days as they were, or are announced to be: official notices, almanacs, legal texts.
KNOWN = {
    Market.FR: {
        "winter_sales": ["2022-01-12", "2023-01-11", "2024-01-10", "2025-01-08", "2026-01-07"],
        "summer_sales": ["2022-06-22", "2023-06-28", "2024-06-26", "2025-06-25", "2026-06-24"],
        "mothers_day": ["2020-06-07", "2022-05-29", "2023-06-04", "2024-05-26", "2025-05-25", "2026-05-31"],
        "fathers_day": ["2024-06-16", "2025-06-15", "2026-06-21"],
        "grandmothers_day": ["2024-03-03", "2025-03-02", "2026-03-01"],
        "easter": ["1990-04-15", "2000-04-23", "2008-03-23", "2011-04-24", "2024-03-31", "2026-04-05", "2038-04-25"],
        "ascension": ["2024-05-09", "2025-05-29", "2026-05-14"],
        "whit_monday": ["2024-05-20", "2025-06-09", "2026-05-25"],
        "mardi_gras": ["2024-02-13", "2025-03-04", "2026-02-17"],
        "clocks_forward": ["2024-03-31", "2025-03-30", "2026-03-29"],
        "clocks_back": ["2024-10-27", "2025-10-26", "2026-10-25"],
        "heritage_days": ["2023-09-16", "2024-09-21", "2025-09-20", "2026-09-19"],
        "taste_week": ["2024-10-14", "2025-10-13"],
        "nuit_blanche": ["2019-10-05", "2023-06-03", "2024-06-01", "2025-06-07"],
        "back_to_school": ["2023-09-04", "2024-09-02", "2025-09-01", "2026-09-01"],
        "beaujolais_nouveau": ["2023-11-16", "2024-11-21", "2025-11-20", "2026-11-19"],
        "black_friday": ["2019-11-29", "2024-11-29", "2025-11-28", "2026-11-27"],
        "cyber_monday": ["2024-12-02", "2025-12-01", "2026-11-30"],
        "bastille_day": ["2026-07-14"],
        "music_day": ["2026-06-21"],
    },
    Market.QC: {
        "mothers_day": ["2024-05-12", "2025-05-11", "2026-05-10"],
        "fathers_day": ["2026-06-21"],
        "patriots_day": ["2024-05-20", "2025-05-19", "2026-05-18"],
        "quebec_national_day": ["2024-06-24", "2026-06-24"],
        "canada_day": ["2018-07-01", "2026-07-01"],
        "labour_day": ["2024-09-02", "2025-09-01", "2026-09-07"],
        "thanksgiving": ["2024-10-14", "2025-10-13", "2026-10-12"],
        "good_friday": ["2024-03-29", "2026-04-03"],
        "construction_holiday": ["2015-07-19", "2022-07-24", "2023-07-23", "2024-07-21", "2025-07-20", "2026-07-19"],
        "culture_days": ["2024-09-27", "2025-09-26"],
        "clocks_forward": ["2024-03-10", "2025-03-09", "2026-03-08"],
        "clocks_back": ["2024-11-03", "2025-11-02", "2026-11-01"],
        "truth_and_reconciliation": ["2021-09-30"],
    },
}
EVERY_YEAR = range(FIRST_YEAR, LAST_YEAR + 1)


def of(key: str, year: int, market: Market) -> list[Moment]:
    return [moment for moment in moments(year, market) if moment.key == key]


def test_the_known_days_are_computed() -> None:
    known = [(market, key, date.fromisoformat(day)) for market, keys in KNOWN.items() for key, days in keys.items() for day in days]
    found = [(market, key, moment.start) for market, key, day in known for moment in of(key, day.year, market)]
    assert found == known


@pytest.mark.parametrize(
    ("key", "market", "year", "end"),
    [
        ("winter_sales", Market.FR, 2026, "2026-02-03"),
        ("summer_sales", Market.FR, 2026, "2026-07-21"),
        ("heritage_days", Market.FR, 2026, "2026-09-20"),
        ("construction_holiday", Market.QC, 2026, "2026-08-01"),
        ("construction_holiday", Market.QC, 2024, "2024-08-03"),
        ("pink_october", Market.FR, 2026, "2026-10-31"),
        ("movember", Market.QC, 2026, "2026-11-30"),
        ("advent", Market.FR, 2026, "2026-12-24"),
        ("summer_holidays", Market.QC, 2026, "2026-08-31"),
        ("maple_season", Market.QC, 2026, "2026-04-30"),
    ],
)
def test_a_period_ends_on_the_day_it_should(key: str, market: Market, year: int, end: str) -> None:
    assert [moment.end for moment in of(key, year, market)] == [date.fromisoformat(end)]


def test_the_feasts_of_easter_are_those_of_the_public_holidays() -> None:
    for year in EVERY_YEAR:
        assert [one.start for one in of("easter_monday", year, Market.FR)] == [easter(year) + timedelta(days=1)]
        assert [one.start for one in of("ascension", year, Market.FR)] == [easter(year) + timedelta(days=39)]
        assert [one.start for one in of("good_friday", year, Market.QC)] == [easter(year) - timedelta(days=2)]


def test_the_rules_of_france_keep_to_their_bounds() -> None:
    for year in EVERY_YEAR:
        [winter], [summer] = of("winter_sales", year, Market.FR), of("summer_sales", year, Market.FR)
        assert winter.start.weekday() == summer.start.weekday() == 2, year
        assert date(year, 1, 6) <= winter.start <= date(year, 1, 12)
        assert date(year, 6, 22) <= summer.start <= date(year, 6, 28)
        [mothers] = of("mothers_day", year, Market.FR)
        assert mothers.start.weekday() == 6, year
        assert mothers.start != whit_sunday(year)
        assert date(year, 5, 25) <= mothers.start <= date(year, 6, 7)


def test_the_tabular_calendar_gives_known_days() -> None:
    assert islamic(1445, 9, 1) == date(2024, 3, 11)
    assert islamic(1446, 9, 1) == date(2025, 3, 1)
    assert islamic(1400, 1, 1) == date(1979, 11, 21)


def test_ramadan_ends_the_day_before_the_feast() -> None:
    for year in EVERY_YEAR:
        feasts = {moment.start for moment in of("eid_al_fitr", year, Market.FR)}
        ends = {moment.end + timedelta(days=1) for at in (year - 1, year) if at >= FIRST_YEAR for moment in of("ramadan", at, Market.FR)}
        assert feasts, year
        assert feasts <= ends, year


def test_a_lunar_month_may_come_twice_in_a_year() -> None:
    assert [moment.start.month for moment in of("ramadan", 2030, Market.QC)] == [1, 12]


def test_the_nth_weekday_counts_from_either_end() -> None:
    assert nth(2026, 12, "thursday", -1) == date(2026, 12, 31)
    assert nth(2026, 2, "sunday", 1) == date(2026, 2, 1)
    assert nth(2026, 6, "wednesday", -2) == date(2026, 6, 17)
