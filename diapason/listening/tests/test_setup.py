"""A brand begins to listen from its name, its site, its competitors and its sector."""

import threading

import pytest
from django.utils import translation

from conftest import at
from diapason.listening import pipeline
from diapason.listening.models import Query, Source
from diapason.listening.setup import looking, rivals
from diapason.listening.sources import managing
from diapason.listening.sources.managing import CannotAdd, Place, open_networks
from diapason.workspaces.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(client, yanis):
    client.force_login(yanis)
    return client


@pytest.fixture
def sites(monkeypatch):
    """What is found at each site; nothing elsewhere. One that has an event answers when it is set."""
    found: dict[str, Place | threading.Event] = {}

    def find(typed: str) -> Place:
        there = found.get(typed)
        if isinstance(there, threading.Event):
            there.wait(60)
        if not isinstance(there, Place):
            raise CannotAdd("There is no feed here.")
        return there

    monkeypatch.setattr(managing, "find", find)
    [reader, *_others] = open_networks()
    found["lumen.example"] = Place(reader.slug, "https://lumen.example/feed", "Journal de Lumen")
    found["nordlys.example"] = Place(reader.slug, "https://nordlys.example/rss", "Nordlys")
    return found


ABOUT = {
    "name": "Maison Lumen",
    "site": "lumen.example",
    "rivals": "Nordlys nordlys.example\n\nLa Belle Lampe",
    "topics": "éclairage,  lampe durable",
}


def proposed(page):
    """What the page would send back as it stands."""
    data = {"queries": str(len(page.context["rows"]))}
    for form, _trial in page.context["rows"]:
        data |= {f"{form.prefix}-{name}": form[name].value() for name in ("name", "purpose", "text")} | {f"{form.prefix}-chosen": "on"}
    offers = [each["offer"] for each in page.context["offers"]]
    return data | {"source": [each.key for each in offers], "offer": [f"{each.label} {each.key}" for each in offers]}


def test_a_name_a_site_and_competitors_become_queries_and_sources(inside, sites):
    page = inside.post(at("listening_setup"), ABOUT)
    assert [form["text"].value() for form, _trial in page.context["rows"]] == [
        '"Maison Lumen" OR #maisonlumen OR url:lumen.example',
        "Nordlys OR #nordlys OR url:nordlys.example",
        '"La Belle Lampe" OR #labellelampe',
        'éclairage OR "lampe durable"',
    ]
    assert not Query.objects.exists()
    assert not Source.objects.exists()
    assert inside.post(at("listening_beginning"), proposed(page)).status_code == 302
    assert {(query.name, query.purpose) for query in Query.objects.all()} == {
        ("Maison Lumen", "brand"),
        ("Nordlys", "competitor"),
        ("La Belle Lampe", "competitor"),
        ("The sector", "sector"),
    }
    assert set(Source.objects.values_list("address", flat=True)) == {"https://lumen.example/feed", "https://nordlys.example/rss"}
    assert Event.objects.filter(verb="query.added").count() == 4


def test_what_is_listened_for_already_is_not_proposed_again(inside, sites):
    data = proposed(inside.post(at("listening_setup"), ABOUT))
    inside.post(at("listening_beginning"), data)
    again = inside.post(at("listening_setup"), ABOUT)
    assert again.context["rows"] == again.context["offers"] == []
    inside.post(at("listening_beginning"), data | {"queries": "0"})  # somebody sends the first page again
    assert Source.objects.count() == 2


def test_only_what_is_chosen_is_kept_and_as_it_was_changed(inside, sites):
    data = proposed(inside.post(at("listening_setup"), ABOUT))
    for number in (1, 2, 3):
        del data[f"query{number}-chosen"]
    data |= {"query0-text": "lumen NOT torche", "query1-text": "((", "source": []}
    assert inside.post(at("listening_beginning"), data).status_code == 302
    [query] = Query.objects.all()
    assert query.wordings.get().text == "lumen NOT torche"
    assert not Source.objects.exists()


def test_a_query_that_is_wrong_is_said_and_nothing_is_kept_nor_lost(inside, sites):
    data = proposed(inside.post(at("listening_setup"), ABOUT))
    data |= {"query1-text": "nordlys AND (", "source": data["source"][:1], "query3-name": "Maison Lumen"}
    page = inside.post(at("listening_beginning"), data)
    assert page.status_code == 422
    assert "At character" in page.text
    assert "Another query has this name" in page.text
    assert [each["chosen"] for each in page.context["offers"]] == [True, False]
    assert "nordlys AND (" in page.text
    assert not Query.objects.exists()
    assert not Source.objects.exists()


def test_keys_that_were_not_made_here_add_nothing(inside, sites):
    data = proposed(inside.post(at("listening_setup"), ABOUT)) | {"source": ["W10:abc:def"]}
    assert inside.post(at("listening_beginning"), data, follow=True).redirect_chain[0][0] == at("listening_setup")
    assert not Query.objects.exists()


def test_a_site_without_a_feed_and_one_that_does_not_answer_hold_nothing_up(inside, sites, monkeypatch):
    monkeypatch.setattr(looking, "SECONDS", 2)  # that those which answer at once need on a machine that is busy
    sites["slow.example"] = late = threading.Event()
    page = inside.post(at("listening_setup"), ABOUT | {"rivals": "A none.example\nB slow.example"})
    late.set()
    assert [each["offer"].label for each in page.context["offers"]] == ["Journal de Lumen"]
    problems = {each.label: each.problem for each in page.context["problems"]}
    assert problems["none.example"] == "There is no feed here."
    assert "did not answer" in problems["slow.example"]


def test_too_many_competitors_are_refused_and_kept_as_typed(inside, sites):
    many = "\n".join(f"Rival {number}" for number in range(11))
    page = inside.post(at("listening_setup"), ABOUT | {"rivals": many})
    assert page.status_code == 422
    assert "Ten at most" in page.text
    assert "Rival 10" in page.text


def test_back_from_what_is_proposed_all_that_was_typed_is_there(inside, sites):
    page = inside.post(at("listening_setup"), ABOUT)
    wrong = inside.post(at("listening_beginning"), proposed(page) | page.context["answers"] | {"query0-text": "(("})
    for shown in (page, wrong):
        assert all(f'name="{name}"' in shown.text for name in ABOUT)
        back = inside.post(at("listening_setup"), shown.context["answers"] | {"step": "about"})
        assert back.status_code == 200
        assert {name: back.context["form"][name].value() for name in ABOUT} == ABOUT
    assert not Query.objects.exists()


def test_a_site_that_is_no_address_is_said_where_it_was_typed(inside, sites):
    page = inside.post(at("listening_setup"), ABOUT | {"site": "our site", "rivals": "Nordlys nordlys<.example"})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"site", "rivals"}
    assert "Nordlys nordlys&lt;.example" in page.text


def test_who_is_named_beside_the_brand_by_several_people_is_proposed(inside, ask, said, brand):
    ask('lumen OR "maison lumen"', name="Maison Lumen")
    heard = [
        said("Lumen est mieux que Nordlys, vraiment", author="a"),
        said("Je préfère Lumen plutôt que chez NORDLYS !", author="b"),
        said("Lumen instead of The Belle Lampe for me", author="c"),
        said("Lumen, mieux que La Redoute", author="d"),
        said("Lumen, mieux que rien", author="e"),
    ]
    pipeline.take_in(brand, heard)
    with translation.override("fr"):
        assert rivals.named_beside(brand) == [("Nordlys", 2)]
    assert "Nordlys" in inside.get(at("listening_setup")).text
    ask("nordlys", name="NORDLYS", purpose=Query.Purpose.COMPETITOR)
    assert rivals.named_beside(brand) == []
