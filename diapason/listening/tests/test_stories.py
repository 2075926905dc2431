"""What is said again and again."""

from datetime import date, timedelta

import pytest

from conftest import at
from diapason.listening import pipeline, stories
from diapason.listening.tests.conftest import MONDAY
from diapason.workspaces.periods import Period

pytestmark = pytest.mark.django_db
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))
TOLD = "Maison Lumen rappelle ses lampes de chevet, dont le câble peut chauffer quand on les laisse allumées"


@pytest.fixture
def heard(brand, said, ask):
    query = ask("lumen")
    known = [{"url": f"https://site-{number}.example/a", "followers": 100, "author_name": f"Journal {number}"} for number in range(3)]
    repeats = [said(TOLD, said_at=MONDAY + timedelta(hours=number), **each) for number, each in enumerate(known)]
    pipeline.take_in(brand, [*repeats, said("Lumen répare toutes les lampes que l’on rapporte à son atelier")])
    return query


def test_a_story_is_told_by_the_first_who_said_it_with_its_spread(brand, heard):
    told = stories.of_query(brand, heard, WEEK, 5)
    [story] = told.stories
    assert (story.copies, story.sites, story.reach, story.who) == (3, 3, 300, "Journal 0")
    assert story.last_at == MONDAY + timedelta(hours=2)
    assert (told.looked, told.all) == (4, True)


def test_it_says_among_how_many_it_looked(brand, heard, monkeypatch):
    monkeypatch.setattr(stories, "READ", 2)
    told = stories.of_query(brand, heard, WEEK, 5)
    assert (told.looked, told.all) == (2, False)


def test_the_part_of_the_page_leads_to_its_first(signed_in, brand, heard):
    asked = {"from": "2026-11-16", "to": "2026-11-22"}
    page = signed_in.get(at("query_stories", heard.pk), asked).content.decode()
    assert "rappelle ses lampes" in page
    assert "3 times on 3 sites" in page
