import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from diapason.core import clock
from diapason.insights import rollup, suggesting
from diapason.insights.rollup import Addition
from diapason.insights.tests.conftest import make_objective
from diapason.strategy.flags import Beside, flags, rivalry
from diapason.strategy.models import Campaign, Objective, Persona, Target
from diapason.workspaces.models import Event

TODAY = date(2026, 11, 15)


@pytest.fixture
def page(client, brand, camille):
    client.force_login(camille)
    return f"/w/{brand.slug}/objectives/"


def form(**changed):
    typed = {"name": "Sell more", "kind": "sales", "horizon": "short", "starts_on": "2026-11-01", "due_on": "2026-12-31"}
    return {**typed, **changed}


def test_an_objective_is_set_with_its_targets_in_the_units_people_use(client, page):
    answer = client.post(f"{page}new/", form(kpi_conversions="120", kpi_engagement_rate="4.5", kpi_response_time="90"))
    objective = Objective.objects.get()
    assert answer["Location"] == f"{page}{objective.pk}/"
    assert {target.kpi: target.value for target in objective.targets.all()} == {
        "conversions": 120,
        "engagement_rate": Decimal("0.045"),
        "response_time": 5400,
    }
    assert Event.objects.filter(verb="objective.set").exists()


def test_changing_an_objective_shows_its_targets_and_takes_away_those_left_empty(client, page):
    client.post(f"{page}new/", form(kpi_conversions="120", kpi_clicks="9"))
    objective = Objective.objects.get()
    assert b'value="120"' in client.get(f"{page}{objective.pk}/change/").content
    client.post(f"{page}{objective.pk}/change/", form(kpi_conversions="150"))
    assert {target.kpi: target.value for target in objective.targets.all()} == {"conversions": Decimal(150)}


def test_a_refused_form_keeps_what_was_typed(client, page):
    answer = client.post(f"{page}new/", form(due_on="2026-10-01", kpi_conversions="77"))
    assert answer.status_code == 422
    assert b'value="77"' in answer.content
    assert not Objective.objects.exists()


def test_the_last_period_suggests_the_targets_at_its_pace(brand):
    rollup.add(brand.pk, [Addition(TODAY, None, None, "reach", 9000)])
    proposed = {each.kpi.code: each.target for each in suggesting.targets(brand, "awareness", TODAY, 45)}
    assert proposed["reach"] == 5000  # half the time, a tenth more, in round figures
    assert proposed["follower_growth"] is None


def test_closing_is_recorded_and_can_be_undone(client, page, brand):
    objective = make_objective(brand)
    client.post(f"{page}{objective.pk}/closure/")
    objective.refresh_from_db()
    assert objective.closed_by.name == "Camille"
    client.post(f"{page}{objective.pk}/reopening/")
    objective.refresh_from_db()
    assert objective.closed_at is None
    assert list(Event.objects.values_list("verb", flat=True).order_by("id")) == ["objective.closed", "objective.reopened"]


def codes(objective, *others, today=TODAY):
    return {flag.code for flag in flags(objective, Beside([objective, *others]), today)}


def test_what_is_wrong_with_an_objective_is_said(brand, camille, yanis):
    alone = make_objective(brand, department="Marketing, Sales & Care")
    assert codes(alone) == {"no_kpi", "no_owner", "deciders"}
    assert "overdue" in codes(alone, today=date(2026, 12, 1))
    good = make_objective(brand, "Good", owner=camille)
    Target.objects.create(objective=good, kpi="response_time", value=3600)
    assert codes(good) == set()
    rival = make_objective(brand, "Rival", kind="service", owner=camille)
    Target.objects.create(objective=rival, kpi="response_time", value=7200)
    assert codes(good, rival) == {"contradiction"}
    assert "deciders" in codes(good, make_objective(brand, "Same", owner=yanis))


@translation.override("en")
def test_several_rivals_are_said_in_one_sentence(brand, camille, yanis):
    aims = [make_objective(brand, f"Goal {number}", owner=yanis if number else camille) for number in range(4)]
    for number, each in enumerate(aims):
        Target.objects.create(objective=each, kpi="engagement", value=100 + number)
    assert [flag.sentence for flag in flags(aims[0], Beside(aims), TODAY)] == [
        "“Goal 1” and 2 other objectives pursue the same thing under another person."
    ]
    assert [flag.sentence for flag in flags(aims[1], Beside(aims[:3]), TODAY)] == ["“Goal 0” pursues the same thing under another person."]


def pair(one, other):
    """What two objectives disagree on, compared by themselves."""
    if one.pk == other.pk or one.starts_on > other.due_on or other.starts_on > one.due_on:
        return None
    mine = {target.kpi: target.value for target in one.targets.all()}
    wholes = {"response_time", "follower_growth", "answered_in_time"}
    if any(target.kpi in wholes and mine.get(target.kpi, target.value) != target.value for target in other.targets.all()):
        return "contradiction"
    rivals = one.kind == other.kind and one.owner_id and other.owner_id and one.owner_id != other.owner_id
    return "deciders" if rivals else None


def test_what_objectives_disagree_on_is_what_each_pair_of_them_does(brand, camille, yanis):
    chance = random.Random(5)
    for number in range(40):
        start = TODAY + timedelta(days=chance.randrange(-90, 90))
        owner, kind = chance.choice([camille, yanis, None]), chance.choice(["sales", "service", "image"])
        made = make_objective(brand, f"Goal {number}", owner=owner, kind=kind, starts_on=start, due_on=start + timedelta(days=60))
        for kpi in chance.sample(["response_time", "follower_growth", "engagement"], k=chance.randrange(3)):
            Target.objects.create(objective=made, kpi=kpi, value=chance.randrange(1, 3))
    aims = list(Objective.objects.filter(workspace=brand).prefetch_related("targets"))
    for each in aims:
        found = {flag.code for flag in rivalry(each, Beside(aims))}
        assert found == {pair(each, other) for other in aims} - {None}


def test_thirty_objectives_weigh_little_and_cost_as_many_queries_as_three(
    client, page, brand, camille, yanis, django_assert_max_num_queries
):
    for number in range(30):
        made = make_objective(brand, f"Goal {number}", owner=(camille, yanis)[number % 2])
        for kpi in ("engagement", "clicks", "response_time"):
            Target.objects.create(objective=made, kpi=kpi, value=100 + number)
            rollup.add(brand.pk, [Addition(made.starts_on, None, made.pk, kpi, 10)])
    client.get(page)
    with django_assert_max_num_queries(13):
        first = client.get(page)
    second = client.get(page, {"cursor": first.context["page"].next})
    assert len(first.content) < 45_000
    assert (len(first.context["rows"]), len(second.context["rows"])) == (12, 12)
    with django_assert_max_num_queries(20):
        results = client.get(f"/w/{brand.slug}/results/?from=2026-01-01&to=2026-12-31")
    assert len(results.context["objectives"]) == 8
    assert len(results.content) < 70_000


def test_half_a_year_of_an_objective_is_drawn_by_week(client, page, brand):
    today = clock.now().date()
    objective = make_objective(brand, starts_on=today - timedelta(days=149), due_on=today + timedelta(days=40))
    for kpi in ("engagement", "clicks", "posts"):
        Target.objects.create(objective=objective, kpi=kpi, value=100)
    metrics = ("likes", "clicks", "posts")
    for day in range(150):
        rollup.add(brand.pk, [Addition(objective.starts_on + timedelta(days=day), None, objective.pk, metric, 2) for metric in metrics])
    answer = client.get(f"{page}{objective.pk}/")
    drawn = answer.context["charts"][0]
    assert [value for value in drawn.series[0].values if value is not None][-1] == 300
    assert drawn.series[1].values[-1] == 100
    assert len(drawn.heads) < 30
    assert len(answer.content) < 45_000


def test_an_objective_page_opens_with_and_without_figures(client, page, brand):
    objective = make_objective(brand, starts_on=clock.now().date() - timedelta(days=3), due_on=clock.now().date() + timedelta(days=20))
    Target.objects.create(objective=objective, kpi="engagement", value=100)
    assert b"No figure has been read" in client.get(f"{page}{objective.pk}/").content
    rollup.add(brand.pk, [Addition(clock.now().date(), None, objective.pk, "likes", 40)])
    content = client.get(f"{page}{objective.pk}/").content.decode()
    assert "40%" in content
    assert 'data-controller="chart"' in content


def test_personas_and_campaigns_are_made_changed_and_removed(client, page, brand):
    client.post(f"{page}personas/new/", {"name": "Nadia"})
    persona = Persona.objects.get()
    client.post(f"{page}personas/{persona.pk}/", {"name": "Nadia B."})
    assert b"Nadia B." in client.get(f"{page}personas/").content
    client.post(f"{page}personas/{persona.pk}/removal/")
    assert not Persona.objects.exists()
    client.post(f"{page}campaigns/new/", {"name": "Lights", "starts_on": "2026-12-10", "ends_on": "2026-12-01"})
    assert not Campaign.objects.exists()
    client.post(f"{page}campaigns/new/", {"name": "Lights", "utm": "lights"})
    assert b"Lights" in client.get(f"{page}campaigns/").content


def test_a_community_manager_reads_but_does_not_set(client, page, yanis):
    client.force_login(yanis)
    assert client.get(page).status_code == 200
    assert client.get(f"{page}new/").status_code == 403


def test_another_brand_does_not_open_it(client, page, brand, olga):
    objective = make_objective(brand)
    client.force_login(olga)
    assert client.get(f"/w/ailleurs/objectives/{objective.pk}/").status_code == 404
