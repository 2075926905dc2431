"""The screen of moments: those to come, those of the brand, and the kinds that one would rather not see."""

import re
from datetime import date

import pytest
from django.urls import reverse

from diapason.editorial.models import BrandMoment
from diapason.editorial.planner import bands
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Event

FORM = {"name": "Fair of Lyon", "starts_on": "2026-11-26", "ends_on": "2026-11-27", "before": "Announce the stand"}


@pytest.fixture
def inside(client, camille):
    client.force_login(camille)
    return client


def url(name, *args):
    return reverse(name, args=["maison-lumen", *args])


def test_the_coming_year_is_shown_with_what_to_prepare(brand, inside):
    page = inside.get(url("moments"))
    assert "Black Friday" in page.content.decode()
    assert len(page.content) < 80_000


def test_hidden_kinds_leave_the_screen_and_the_calendar(brand, inside):
    inside.post(url("moment_kinds"), {"kind": ["own"]})
    assert "Black Friday" not in inside.get(url("moments")).content.decode()
    assert inside.get(url("calendar_days"), {"start": "2026-11-23", "end": "2026-11-30"}).json()["moments"] == []


def test_a_moment_of_the_brand_is_made_changed_removed_and_brought_back(brand, inside):
    inside.post(url("moment_new"), FORM)
    moment = BrandMoment.objects.get()
    inside.post(url("moment", moment.pk), FORM | {"name": "Fair of Paris", "yearly": "on"})
    answer = inside.post(url("moment_remove", moment.pk), follow=True)
    assert not BrandMoment.objects.exists()
    undo = re.search(r'action="([^"]+restored[^"]+)"', answer.content.decode())
    assert undo
    assert inside.post(undo[1].replace("&amp;", "&")).status_code == 204
    restored = BrandMoment.objects.get()
    assert (restored.pk, restored.name, restored.yearly, restored.starts_on) == (moment.pk, "Fair of Paris", True, date(2026, 11, 26))
    verbs = list(Event.objects.filter(verb__startswith="moment.").order_by("id").values_list("verb", flat=True))
    assert verbs == ["moment.created", "moment.edited", "moment.removed", "moment.restored"]


def test_a_moment_that_ends_before_it_begins_is_refused_and_kept_as_typed(brand, inside):
    answer = inside.post(url("moment_new"), FORM | {"ends_on": "2026-11-25"})
    assert answer.status_code == 422
    assert "Fair of Lyon" in answer.content.decode()


def test_another_brands_moment_is_not_found(brand, inside, olga):
    theirs = BrandMoment.objects.create(
        workspace=olga.memberships.get().workspace, name="Theirs", starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 1)
    )
    assert inside.get(url("moment", theirs.pk)).status_code == 404
    assert inside.post(url("moment_remove", theirs.pk)).status_code == 404
    assert inside.post(url("moment_restore") + "?kept=forged").status_code == 400


def test_a_yearly_moment_comes_back_each_year_also_from_29_february(brand, camille):
    BrandMoment.objects.create(workspace=brand, name="Leap", starts_on=date(2024, 2, 29), ends_on=date(2024, 3, 2), yearly=True)
    found = bands.between(member_of(camille, brand.slug), date(2026, 1, 1), date(2026, 12, 31), set(bands.KINDS) - {"own"})
    assert [(band.start, band.end) for band in found] == [(date(2026, 2, 28), date(2026, 3, 2))]


def test_a_suggestion_opens_a_post_begun_for_its_moment(brand, inside):
    answer = inside.get(url("moment_post"), {"key": "black_friday", "day": "2027-11-26", "phase": "before"})
    assert "title=Black+Friday" in answer.url
    assert "publish_at=2027-11-19T09%3A00" in answer.url
    assert "brief=" in answer.url
    assert inside.get(url("moment_post")).status_code == 302
