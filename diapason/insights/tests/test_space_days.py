"""The sums that PostgreSQL keeps by space and day are those of the daily figures, whatever was done to them."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from diapason.core import clock
from diapason.insights import daily, dashboard, progress, rollup, totals
from diapason.insights.metrics import ENGAGEMENT
from diapason.insights.models import DailyFigure, SpaceDay
from diapason.insights.rollup import Addition
from diapason.insights.tests.conftest import make_objective
from diapason.strategy.models import Objective, Target
from diapason.territory.models import Space
from diapason.workspaces import cutting
from diapason.workspaces.periods import Period

FIRST = date(2026, 1, 1)
METRICS = ("likes", "reposts", "reach", "impressions", "clicks", "posts", "conversion_value", "followers")
PLACES = st.sampled_from([None, 0, 1])
DAYS = st.integers(0, 70).map(lambda number: FIRST + timedelta(days=number))
ADDED = st.tuples(st.just("add"), DAYS, PLACES, PLACES, st.sampled_from(METRICS), st.integers(-5, 40))
SET = st.tuples(st.just("put"), DAYS, PLACES, st.just(None), st.just("followers"), st.integers(0, 40))
REMOVED = st.tuples(st.just("remove"), DAYS, st.sampled_from(METRICS))
GIVEN_TO = st.tuples(st.just("give"), st.sampled_from(METRICS))
DEEDS = st.lists(st.one_of(ADDED, SET, REMOVED, GIVEN_TO), max_size=15)
HERE = settings(max_examples=20)


@pytest.fixture
def places(brand, network):
    return [Space.objects.create(workspace=brand, network="test", name=f"Space {number}", account_id=str(number)) for number in range(2)]


@pytest.fixture
def aims(brand):
    return [make_objective(brand, f"Objective {number}") for number in range(2)]


def do(brand, places, aims, deeds):
    SpaceDay.objects.all().delete()
    DailyFigure.objects.all().delete()
    for deed, *values in deeds:
        if deed == "remove":
            DailyFigure.objects.filter(day__gte=values[0], metric=values[1]).delete()
        elif deed == "give":
            served = DailyFigure.objects.filter(metric=values[0], objective=aims[0])
            taken = {(row.day, row.space_id) for row in DailyFigure.objects.filter(metric=values[0], objective=aims[1])}
            served.filter(pk__in=[row.pk for row in served if (row.day, row.space_id) not in taken]).update(objective=aims[1])
        else:
            day, place, aim, metric, value = values
            space, objective = (None if place is None else places[place].pk), (None if aim is None else aims[aim].pk)
            write = rollup.put if deed == "put" else rollup.add
            write(brand.pk, [Addition(day, space, objective, metric, value, "EUR" if metric == "conversion_value" else "")])


def kept():
    return {(row.day, row.space_id, row.metric, row.unit): (row.value, row.figures) for row in SpaceDay.objects.all()}


def added_up():
    sums: defaultdict[tuple[object, ...], Decimal] = defaultdict(Decimal)
    figures: Counter[tuple[object, ...]] = Counter()
    for row in DailyFigure.objects.all():
        key = (row.day, row.space_id, row.metric, row.unit)
        sums[key] += row.value
        figures[key] += 1
    return {key: (sums[key], figures[key]) for key in sums}


@given(deeds=DEEDS)
@HERE
def test_the_sums_are_those_of_the_daily_figures(brand, places, aims, deeds):
    do(brand, places, aims, deeds)
    assert kept() == added_up()


@given(deeds=DEEDS, starts=st.lists(DAYS, min_size=1, max_size=3), length=st.integers(1, 80))
@HERE
def test_the_totals_of_a_period_are_those_of_its_daily_figures(brand, places, aims, deeds, starts, length):
    do(brand, places, aims, deeds)
    periods = [Period(start, start + timedelta(days=length - 1)) for start in starts]
    for period, found in zip(periods, totals.of_periods(brand, periods), strict=True):
        raw = totals.Totals()
        for row in DailyFigure.objects.filter(day__range=(period.start, period.end)).exclude(metric="followers"):
            raw.add(row.space_id, row.metric, row.unit, row.value)
        assert (found.spaces, found.money) == (raw.spaces, raw.money)
        for day, known in ((period.end, found.followers), (period.start, found.followers_before)):
            levels = DailyFigure.objects.filter(metric="followers", objective=None, space__isnull=False)
            fresh = levels.filter(day__range=(day - totals.FRESH, day)).order_by("day")
            if not DailyFigure.objects.filter(metric="followers", objective__isnull=False).exists():
                assert known == {row.space_id: row.value for row in fresh}


def drawn(rows, grain):
    """Engagement and reach, added up one by one."""
    rows = list(rows)
    with_reach = {row.space_id for row in rows if row.metric == "reach"}
    found: dict[str, dict[date, Decimal]] = {"engagement": {}, "reach": {}}
    for row in rows:
        code = "engagement" if row.metric in ENGAGEMENT else "reach" if row.metric in {"reach", "impressions"} else ""
        if code and not (row.metric == "impressions" and row.space_id in with_reach):
            key = cutting.first_of(row.day, grain)
            found[code][key] = found[code].get(key, Decimal()) + row.value
    return found


@given(deeds=DEEDS, grain=st.sampled_from(["day", "week", "month"]))
@HERE
def test_what_a_chart_draws_is_the_sum_of_the_daily_figures(brand, places, aims, deeds, grain):
    do(brand, places, aims, deeds)
    expected = drawn(DailyFigure.objects.all(), grain)
    assert daily.many(SpaceDay.objects.all(), ["engagement", "reach"], grain=grain) == expected
    assert daily.many(DailyFigure.objects.all(), ["engagement", "reach"], grain=grain) == expected


def test_the_sums_can_be_made_again(brand, places, aims):
    do(brand, places, aims, [("add", FIRST, 0, 0, "likes", 3), ("add", FIRST, 0, 1, "likes", 4)])
    SpaceDay.objects.update(value=1)
    call_command("sum_figures")
    assert kept() == {(FIRST, places[0].pk, "likes", ""): (Decimal(7), 2)}


def test_a_space_that_is_deleted_takes_its_sums_away(brand, places, aims):
    do(brand, places, aims, [("add", FIRST, 0, 0, "likes", 3), ("add", FIRST, 1, 0, "likes", 4)])
    places[0].delete()
    assert kept() == added_up() != {}


def test_a_period_of_weeks_is_folded_from_its_first_day(brand, places, aims):
    """A period that begins on a Thursday: its first part ends on the Sunday."""
    do(brand, places, aims, [("add", FIRST + timedelta(days=number), 0, None, "likes", 1) for number in range(70)])
    found = dashboard.by_part(brand, Period(FIRST, FIRST + timedelta(days=69)), ["engagement"])["engagement"]
    assert [found[0], found[1], sum(value or 0 for value in found)] == [4, 7, 70]


def test_progress_costs_the_same_for_one_objective_of_every_indicator_or_ten(brand, django_assert_max_num_queries):
    today = clock.now().date()
    for number in range(10):
        objective = make_objective(brand, f"Objective {number}", starts_on=today - timedelta(days=number), due_on=today)
        for kpi in ("engagement", "engagement_rate", "clicks", "follower_growth", "response_time", "conversions"):
            Target.objects.create(objective=objective, kpi=kpi, value=100)
    objectives = list(Objective.objects.filter(workspace=brand).prefetch_related("targets"))
    with django_assert_max_num_queries(6):
        progress.of(brand, objectives, today)


def test_the_dashboard_reads_its_figures_in_a_dozen_queries(brand, places, django_assert_max_num_queries):
    today = brand.today
    for number in range(30):
        rollup.add(brand.pk, [Addition(today - timedelta(days=number), places[0].pk, None, "likes", 3)])
    year = Period(today - timedelta(days=364), today)
    with django_assert_max_num_queries(7):
        found = dashboard.results(brand, year)
    with django_assert_max_num_queries(8):
        drawn = dashboard.over_time(brand, year)
    assert [chart.title for chart in drawn] == ["Engagement"]
    assert found.indicators[1].now.value == 90
