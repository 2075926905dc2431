from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diapason.insights import kpis, progress, rollup, totals
from diapason.insights.answers import Answers
from diapason.insights.kpis import Facts
from diapason.insights.models import DailyFigure
from diapason.insights.rollup import Addition
from diapason.insights.tests.conftest import make_objective
from diapason.insights.totals import Totals
from diapason.links.models import ClickHour, Conversion, Site
from diapason.links.services import shorten
from diapason.strategy import kpis as catalogue
from diapason.strategy.models import Objective, Target
from diapason.workspaces.periods import Period, month_of, week_of

D = Decimal


TODAY = date(2026, 11, 15)


def facts(spaces=None, **fields):
    answered = fields.pop("answers", None)
    decimals = {key: {metric: D(value) for metric, value in sums.items()} for key, sums in (spaces or {}).items()}
    return Facts(Totals(spaces=decimals, **fields), answered)


def value(code, *args, **fields):
    return kpis.compute(code, facts(*args, **fields)).value


def test_every_indicator_of_the_catalogue_is_computed_and_every_kind_suggests_one():
    assert set(kpis.FORMULAS) == set(catalogue.CATALOGUE)
    assert all(catalogue.suggested(kind) for kind in Objective.Kind.values)


def test_with_nothing_read_every_indicator_but_posts_is_missing_and_says_why():
    for code in kpis.FORMULAS:
        found = kpis.compute(code, facts())
        assert found.missing == (code != "posts")
        assert bool(str(found.reason)) == found.missing


def test_reach_falls_back_on_displays_network_by_network():
    assert value("reach", {1: {"reach": 80, "impressions": 200}, 2: {"impressions": 40}, 3: {"likes": 5}}) == 120


def test_engagement_is_the_sum_of_what_people_did():
    assert value("engagement", {1: {"likes": 3, "reposts": 2, "replies": 1, "quotes": 1, "impressions": 999}}) == 7


def test_engagement_rate_divides_each_network_by_what_it_knows():
    found = kpis.compute("engagement_rate", facts({1: {"likes": 10, "reach": 100}}))
    assert (found.value, "reach" in str(found.basis)) == (D("0.1"), True)
    spaces = {1: {"likes": 10, "reach": 100}, 2: {"likes": 5, "posts": 2}, 3: {"likes": 1000}}
    assert value("engagement_rate", spaces, followers={2: D(50)}) == D(15) / D(200)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_space_whose_base_is_unknown_never_changes_the_rate(likes, reach):
    known = {1: {"likes": likes, "reach": reach}}
    assert value("engagement_rate", known) == value("engagement_rate", {**known, 2: {"likes": 12345}})


def test_no_click_is_zero_where_there_is_a_link_and_missing_where_there_is_none():
    assert value("clicks", {}, linked=True) == 0
    assert value("clicks", {}, linked=False) is None


def test_amounts_in_two_currencies_are_not_added():
    found = kpis.compute("conversion_value", facts(money={"EUR": D("90"), "CAD": D("20")}))
    assert (found.value, found.unit, "CAD" in str(found.basis)) == (D(90), "EUR", True)


def test_growth_compares_only_spaces_read_at_both_ends():
    assert value("follower_growth", followers={1: D(120), 2: D(9)}, followers_before={1: D(100)}) == 20


def test_answers_come_from_the_inbox():
    assert value("response_time", answers=Answers(90.0, 0.8)) == 90
    assert value("answered_in_time", answers=Answers(None, 0.8)) == D("0.8")


def target(kpi, goal, found, passed):
    row = Target(kpi=kpi, value=D(goal))
    return progress.measure(row, kpis.Value(catalogue.CATALOGUE[kpi], None if found is None else D(found)), D(passed))


def test_an_objective_ahead_of_its_time_says_by_how_many_points():
    found = target("reach", 250_000, 185_000, "0.66")
    assert (found.state, found.points) == ("ahead", 8)
    assert round(found.forecast) == 280_303


@pytest.mark.parametrize(
    ("found", "passed", "state"),
    [(50, "0.5", "on_time"), (20, "0.5", "behind"), (100, "0.5", "reached"), (None, "0.5", "missing"), (0, "0.0", "on_time")],
)
def test_states_of_what_adds_up(found, passed, state):
    assert target("clicks", 100, found, passed).state == state


def test_a_rate_is_compared_with_its_target_only():
    found = target("engagement_rate", "0.05", "0.04", "0.9")
    assert (found.state, found.points, found.forecast) == ("below", None, None)


def test_where_less_is_better_a_value_under_the_target_is_reached():
    assert target("response_time", 7200, 3600, "0.5").reached
    assert target("response_time", 3600, 7200, "0.5").share == D("0.5")


def test_too_early_no_forecast_is_made():
    assert target("clicks", 100, 10, "0.05").forecast is None


def test_days_elapsed_count_today():
    objective = Objective(starts_on=date(2026, 11, 1), due_on=date(2026, 11, 30))
    assert progress.elapsed(objective, TODAY) == D("0.5")
    assert progress.elapsed(objective, date(2026, 10, 1)) == 0
    assert progress.elapsed(objective, date(2027, 1, 1)) == 1


def test_progress_of_many_objectives_costs_the_same(brand, django_assert_num_queries):
    for number in range(6):
        objective = make_objective(brand, f"Objective {number}")
        Target.objects.create(objective=objective, kpi="reach", value=100)
        rollup.add(brand.pk, [Addition(date(2026, 11, 3), None, objective.pk, "reach", 10 * number)])
    with django_assert_num_queries(3):
        objectives = Objective.objects.filter(workspace=brand).prefetch_related("targets").order_by("id")
        found = progress.of(brand, objectives, TODAY)
    assert [rows[0].value.value for rows in found.values()] == [None, 10, 20, 30, 40, 50]


def test_figures_outside_the_time_of_the_objective_do_not_count(brand):
    objective = make_objective(brand)
    Target.objects.create(objective=objective, kpi="reach", value=100)
    rollup.add(brand.pk, [Addition(date(2026, 10, 31), None, objective.pk, "reach", 10)])
    assert progress.of(brand, [objective], TODAY)[objective.pk][0].value.missing


def test_clicks_and_sales_are_counted_by_day_and_again_without_doubling(brand, delivery, space, objective, outcome):
    link = shorten(brand, "https://example.com/", post=delivery.variant.post, space=space, delivery_key=delivery.key)
    site = Site.objects.create(workspace=brand, name="Shop", host="example.com", key="k")
    ClickHour.objects.create(link=link, hour=delivery.published_at, clicks=5, repeats=2, bots=9)
    for order, minor, currency in [("1", 4990, "EUR"), ("2", 1000, "EUR"), ("3", 500, "JPY")]:
        Conversion.objects.create(
            workspace=brand, site=site, link=link, order=order, minor=minor, currency=currency, at=delivery.published_at
        )
    Conversion.objects.create(workspace=brand, site=site, order="direct", minor=1, currency="EUR", at=delivery.published_at)
    for _again in range(2):
        rollup.fold_links(brand, delivery.published_at.date())
    found = Facts(totals.of_period(brand, month_of(delivery.published_at.date())))
    assert kpis.compute("clicks", found).value == 5
    assert kpis.compute("conversions", found).value == 3
    assert found.totals.money == {"EUR": D("59.90"), "JPY": D(500)}
    outcome.refresh_from_db()
    assert (outcome.clicks, outcome.conversions, outcome.value, outcome.currency) == (5, 3, D("500"), "JPY")
    assert DailyFigure.objects.filter(metric="clicks", objective=objective, space=space).count() == 1


def test_the_previous_period_of_a_month_is_the_month_before():
    assert month_of(date(2026, 3, 9)).previous == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert week_of(date(2026, 11, 21)) == Period(date(2026, 11, 16), date(2026, 11, 22))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 400))
def test_the_previous_period_always_ends_the_day_before(start, days):
    period = Period(start, date.fromordinal(start.toordinal() + days - 1))
    assert (period.start - period.previous.end).days == 1
