"""From a place, an author or a topic on the screen to a query about it, which is watched."""

import pytest
from django.urls import reverse

from diapason.listening import asking, narrowing
from diapason.listening.models import Query

pytestmark = pytest.mark.django_db


@pytest.fixture
def lumen(ask):
    return ask("lumen OR #lampe", "Lumen")


def test_a_part_of_a_query_is_asked_with_its_words(owner, lumen):
    found = narrowing.filled(owner, {"of": [str(lumen.pk)], "site": ["forum.example"]})
    assert found == {"name": "Lumen · forum.example", "purpose": "topic", "text": "(lumen OR #lampe) AND site:forum.example"}


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"space": ["Maison Lumen"]}, 'space:"Maison Lumen"'),
        ({"word": ["retard", "colis", "prix juste"]}, '(retard OR colis OR "prix juste")'),
        ({"word": ["OR"]}, '"OR"'),
        ({"named": ['Le "Progrès"']}, '«Le "Progrès"»'),
        ({"author": ["forum.example/Julie Marchand"]}, 'author:"Julie Marchand" AND site:forum.example'),
        ({"author": ["radio:u-7"]}, 'author:"radio:u-7"'),
        ({"lang": ["fr"], "intent": ["complaint"]}, "lang:fr AND intent:complaint"),
        ({"of": ["999999"], "site": ["forum.example"]}, "site:forum.example"),
        ({"of": ["1"]}, None),
    ],
)
def test_each_part_is_said_in_the_language_of_queries(owner, given, text):
    found = narrowing.filled(owner, given)
    assert found.get("text") == text
    if text:
        asking.read(text)


def test_the_name_is_one_that_no_query_bears(owner, lumen, ask):
    ask("forum", "Lumen · forum.example")
    assert narrowing.filled(owner, {"of": [str(lumen.pk)], "site": ["forum.example"]})["name"] == "Lumen · forum.example (2)"


def test_two_clicks_lead_from_a_site_to_a_query_about_it(client, yanis, brand, lumen):
    client.force_login(yanis)
    address = reverse("new_query", args=[brand.slug])
    form = client.get(address, {"of": lumen.pk, "site": "forum.example"}).context["form"]
    answer = client.post(address, {name: form[name].value() for name in ("name", "purpose", "text")})
    query = Query.objects.get(name="Lumen · forum.example")
    assert answer.url == reverse("query", args=[brand.slug, query.pk])
    assert query.shown
    assert query.shown.text == "(lumen OR #lampe) AND site:forum.example"
