"""Words that rise together are one topic."""

import pytest
from django.urls import reverse

from diapason.core import clock
from diapason.listening import pipeline, topics
from diapason.listening.store import store
from diapason.workspaces.periods import last_days

pytestmark = pytest.mark.django_db


def hear(brand, said, *texts: str) -> None:
    pipeline.take_in(brand, [said(text, said_at=clock.now()) for text in texts])
    while store().settle():
        pass


def test_words_that_the_same_mentions_say_are_one_topic(brand, ask, said):
    query = ask("lampe")
    hear(
        brand, said, *(f"lampe incendie prise numéro{number}" for number in range(5)),
        *(f"lampe soldes jardin annonce{number}" for number in range(4)), "lampe bleue", "lampe verte",
    )  # fmt: skip
    found = topics.topics(brand, query, last_days(brand.today, 7))
    assert [(set(topic.words), len(topic.mentions)) for topic in found] == [({"incendie", "prise"}, 5), ({"soldes", "jardin"}, 4)]


def test_one_text_that_many_pass_on_is_told(brand, ask, said):
    query = ask("lampe")
    hear(brand, said, *["RT la lampe prend feu dans la cuisine de ma voisine ce matin"] * 4)
    [topic] = topics.topics(brand, query, last_days(brand.today, 7))
    assert (len(topic.mentions), topic.families) == (4, 1)


def test_the_screen_shows_topics_and_nothing_where_none_rises(client, camille, brand, ask, said):
    query = ask("lampe")
    client.force_login(camille)
    address = reverse("query_topics", args=[brand.slug, query.pk])
    assert client.get(address).content.decode().strip() == ""
    hear(brand, said, *(f"lampe incendie prise numéro{number}" for number in range(5)))
    page = client.get(address).content.decode()
    assert "incendie" in page
    assert "word=incendie" in page
