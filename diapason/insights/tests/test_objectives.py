from datetime import date, timedelta
from decimal import Decimal

import pytest

from diapason.core import clock
from diapason.insights import rollup, suggesting
from diapason.insights.rollup import Addition
from diapason.insights.tests.conftest import make_objective
from diapason.strategy.flags import flags
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
    return {flag.code for flag in flags(objective, [objective, *others], today)}


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
