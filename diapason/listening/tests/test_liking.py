"""What people like and dislike of each brand."""

import pytest

from conftest import at
from diapason.core import clock
from diapason.listening import pipeline
from diapason.listening.store import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def opinions(brand, ask, said):
    ask("lumen", "Lumen")
    ask("ombre", "Ombre", "competitor")
    told = (
        "Lumen : livraison rapide mais prix hors de prix",
        "Ombre : service client lamentable",
        "Lumen : service client adorable, merci Julie",
    )
    pipeline.take_in(brand, [said(text, said_at=clock.now(), language="fr") for text in told])
    while store().settle():
        pass


def test_each_brand_has_its_aspects_beside_the_others(signed_in, brand, opinions):
    page = signed_in.get(at("listening")).content.decode()
    assert "What people like and dislike" in page
    assert "aspect=delivery" in page
    assert page.index("Lumen") < page.index("aspect=service")


def test_an_aspect_opens_its_mentions_and_a_name_too(signed_in, brand, opinions):
    from diapason.listening.models import Query

    query = Query.objects.get(name="Lumen")
    page = signed_in.get(at("query", query.pk)).content.decode()
    assert "aspect=price" in page
    assert "name=Julie" in page
    mentions = at("mentions")
    assert "livraison rapide" in signed_in.get(mentions, {"aspect": "price:negative", "query": query.pk}).content.decode()
    assert "livraison rapide" not in signed_in.get(mentions, {"aspect": "price:positive"}).content.decode()
    assert "adorable" in signed_in.get(mentions, {"name": "Julie"}).content.decode()


def test_a_brand_of_which_nobody_has_an_opinion_has_no_such_card(signed_in, brand, ask):
    ask("lumen")
    assert "What people like" not in signed_in.get(at("listening")).content.decode()
