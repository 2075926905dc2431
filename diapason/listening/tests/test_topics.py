"""Words that rise together are one topic."""

import pytest

from conftest import at
from diapason.core import clock
from diapason.listening import topics
from diapason.workspaces.periods import last_days

pytestmark = pytest.mark.django_db


def test_words_that_the_same_mentions_say_are_one_topic(brand, ask, hear):
    query = ask("lampe")
    fire = [f"lampe incendie prise numéro{number}" for number in range(5)]
    sales = [f"lampe soldes jardin annonce{number}" for number in range(4)]
    hear(*fire, *sales, "lampe bleue", "lampe verte", said_at=clock.now())
    found = topics.topics(brand, query, last_days(brand.today, 7))
    assert [(set(topic.words), len(topic.mentions)) for topic in found] == [({"incendie", "prise"}, 5), ({"soldes", "jardin"}, 4)]


def test_one_text_that_many_pass_on_is_told(brand, ask, hear):
    query = ask("lampe")
    hear(*["RT la lampe prend feu dans la cuisine de ma voisine ce matin"] * 4, said_at=clock.now())
    [topic] = topics.topics(brand, query, last_days(brand.today, 7))
    assert (len(topic.mentions), topic.families) == (4, 1)


def test_the_screen_shows_topics_and_nothing_where_none_rises(signed_in, brand, ask, hear):
    query = ask("lampe")
    address = at("query_topics", query.pk)
    assert signed_in.get(address).content.decode().strip() == ""
    hear(*(f"lampe incendie prise numéro{number}" for number in range(5)), said_at=clock.now())
    page = signed_in.get(address).content.decode()
    assert "incendie" in page
    assert "word=incendie" in page
