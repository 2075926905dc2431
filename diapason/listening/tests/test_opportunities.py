"""What a brand could say now."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from conftest import at, join
from diapason.core import clock
from diapason.editorial.models import BrandMoment
from diapason.listening import opportunities, pipeline
from diapason.listening.models import Query
from diapason.listening.store import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def sector(brand, said, ask):
    """The sector speaks of repairing since yesterday."""
    query = ask("lampe", "Lampes", Query.Purpose.SECTOR)
    now = clock.now()
    texts = [f"la lampe réparable numéro {number}" for number in range(5)]
    pipeline.take_in(
        brand, [said(text, said_at=now - timedelta(hours=5), url="https://blog.example/1", author_name="Inès") for text in texts]
    )
    pipeline.take_in(brand, [said("quelle lampe choisir ?", said_at=now - timedelta(hours=1), intent="question", key="q")])
    while store().settle():
        pass
    return query


def test_a_word_that_rises_is_one_click_from_a_post_with_its_source(owner, sector):
    chance = next(each for each in opportunities.rising(owner, sector) if each.word.word == "réparable")
    given = parse_qs(urlsplit(chance.post).query)
    assert given["title"] == ["Réparable"]
    assert given["link"] == ["https://blog.example/1"]
    assert "5 times in 7 days" in given["brief"][0]
    assert "Inès" in given["brief"][0]


def test_moments_and_questions_stand_beside(signed_in, brand, sector):
    day = brand.today + timedelta(days=3)
    BrandMoment.objects.create(workspace=brand, name="Salon du luminaire", starts_on=day, ends_on=day, during="Show the workshop")
    page = signed_in.get(at("opportunities")).content.decode()
    assert "Salon du luminaire" in page
    assert "in 3 days" in page
    assert "quelle lampe choisir" in page
    assert 'value="negative"' in page  # and their tone can be corrected there
    assert at("opportunities_rising", sector.pk) in page
    assert "réparable" in signed_in.get(at("opportunities_rising", sector.pk)).content.decode()


def test_who_writes_no_posts_is_offered_none(client, brand, sector):
    client.force_login(join(brand, "Rita", "reader"))
    assert "/posts/new/" not in client.get(at("opportunities_rising", sector.pk)).content.decode()


def test_a_brand_that_listens_for_nothing_is_told_what_to_listen_for(signed_in, brand):
    assert "Listen for your sector" in signed_in.get(at("opportunities")).content.decode()
