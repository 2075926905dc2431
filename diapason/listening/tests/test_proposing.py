"""What a brand is proposed to listen for, and a post made of a mention."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import translation

from diapason.listening import curating, proposing, titles
from diapason.listening.queries.parser import parse
from diapason.networks.base import registry
from diapason.territory.models import Space

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "website", "accounts", "text"),
    [
        ("Maison Lumen", "https://www.lumen.fr/", ["lumen"], '"Maison Lumen" OR #maisonlumen OR @lumen OR url:lumen.fr'),
        ("Éclat", "", [], "Éclat OR #eclat"),
        ('L’"Atelier" Ü', "not an address", [], '"L’ Atelier  Ü" OR #latelieru'),
        ("Lumen", "http://[", ["lumen", "lumen"], "Lumen OR #lumen OR @lumen"),
    ],
)
def test_a_brand_is_heard_by_its_name_tag_accounts_and_site(name, website, accounts, text):
    assert proposing.of_brand(name, website, accounts) == text
    parse(text)


def test_a_brand_that_is_listened_for_is_proposed_nothing_more(brand, ask):
    network = next(iter(registry.networks()))
    Space.objects.create(workspace=brand, network=network, name="Lumen", handle="@lumen@example.social", account_id="1")
    [proposal] = proposing.proposals(brand)
    assert proposal.text == '"Maison Lumen" OR #maisonlumen OR @lumen'
    ask("lumen")
    assert proposing.proposals(brand) == []


def test_a_name_that_no_query_can_hold_is_proposed_nothing(brand):
    brand.name = "!!!"
    assert proposing.proposals(brand) == []


def test_a_post_made_of_a_mention_quotes_and_credits_it(said):
    mention = said("Une lampe qui dure.\n\n" + "Encore. " * 80, author_name="Inès", url="https://a.example/1")
    with translation.override("en"):
        given = parse_qs(urlsplit(curating.address("maison-lumen", mention)).query)
    assert given["link"] == ["https://a.example/1"]
    assert given["text"][0].startswith("“Une lampe qui dure. Encore.")
    assert given["text"][0].endswith("…” – Inès")
    assert len(given["title"][0]) <= 80


def test_a_post_made_of_a_mention_quotes_its_text_rather_than_a_title_that_is_cut(said):
    mention = said("Trois semaines de retard, et personne ne répond.", title="Trois semaines de…", author_name="Inès")
    assert curating.quotation(mention) == "“Trois semaines de retard, et personne ne répond.” – Inès"
    given = parse_qs(urlsplit(curating.address("maison-lumen", mention)).query)
    assert given["title"] == ["Trois semaines de retard, et personne ne répond."]
    assert curating.quotation(said("", title="Une lampe", author_name="Inès")) == "“Une lampe” – Inès"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Trois semaines de…", ""),
        ("Trois  semaines de ...", ""),
        ("TROIS SEMAINES", ""),
        ("Trois semaines de retard. Personne ne répond.", ""),
        ("…", ""),
        ("La marque en retard", "La marque en retard"),
        ("Trois semaines plus tard…", "Trois semaines plus tard…"),
    ],
)
def test_a_title_that_is_the_beginning_of_the_text_is_not_said_twice(said, title, shown):
    assert titles.title(said("Trois semaines de retard.\nPersonne ne répond.", title=title)) == shown
    assert titles.title(said("", title=title)) == title
