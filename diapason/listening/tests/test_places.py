"""Places where the brand is spoken of: proposed from what was counted, added, declined and reconsidered."""

import pytest
from django.urls import reverse

from conftest import at
from diapason.core import clock
from diapason.listening import meeting, pipeline
from diapason.listening.mentions import Mention
from diapason.listening.models import DeclinedPlace, Query, Source
from diapason.listening.store import store
from diapason.networks.base import registry
from diapason.territory.models import Space
from diapason.workspaces.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(brand, ask):
    """Mentions of the brand at these addresses, counted."""
    ask("lampe", purpose=Query.Purpose.BRAND)
    source = Source.objects.create(workspace=brand, kind=Source.Kind.ARCHIVE, name="An archive")

    def say(url: str, times: int, *, text: str = "Une lampe", author: str = "", name: str = "") -> None:
        key = f"{url}{author}"
        known = {"workspace": brand.pk, "source": source.pk, "said_at": clock.now(), "url": url, "author": author, "author_name": name}
        pipeline.take_in(brand, [Mention(key=f"{key}{number}", text=text, **known) for number in range(times)])
        while store().settle():
            pass

    return say


@pytest.fixture
def network() -> str:
    return next(slug for slug, each in registry.networks().items() if each.can("search"))


def names(brand) -> list[tuple[str, int]]:
    return [(place.name, place.mentions) for place in meeting.places(brand)]


def test_sites_and_accounts_that_recur_are_proposed_and_what_is_known_is_not(brand, talk, network):
    brand.website = "https://www.lumen.example/"
    brand.save()
    Space.objects.create(
        workspace=brand,
        network=network,
        name="Nous",
        account_id="u-us",
        base_url="https://social.example",
        url="https://blog.example/lumen",
    )
    talk("https://www.deco.example/1", 5)
    talk("https://rare.example/1", 2)
    talk("https://lumen.example/1", 9)
    talk("https://en.blog.example/1", 9)
    talk("https://autre.example/1", 9, text="Une chaise")
    talk("https://social.example/@julie/1", 4, author=f"{network}:u-julie", name="Julie")
    talk("https://social.example/@us/1", 4, author=f"{network}:u-us", name="Nous")
    assert names(brand) == [("deco.example", 5), ("Julie", 4)]


def test_a_place_is_added_as_a_space_by_those_who_may(signed_in, yanis, brand, talk):
    talk("https://www.deco.example/1", 5)
    page = signed_in.get(at("places"))
    assert "deco.example" in page.text
    answer = signed_in.post(at("place_spaces"), {"what": "site", "value": "deco.example"})
    space = Space.objects.get()
    assert answer.url == at("space", space.pk)
    assert (space.name, space.url, space.state) == ("deco.example", "https://deco.example/", Space.State.ASSISTED)
    assert names(brand) == []
    signed_in.post(at("place_spaces"), {"what": "site", "value": "deco.example"})
    assert Space.objects.count() == 1


def test_an_account_is_added_with_an_address_where_it_spoke(signed_in, brand, talk, network):
    talk("https://social.example/@julie/1", 4, author=f"{network}:u-julie", name="Julie")
    signed_in.post(at("place_spaces"), {"what": "author", "value": f"{network}:u-julie"})
    assert (Space.objects.get().name, Space.objects.get().url) == ("Julie", "https://social.example/@julie/1")


def test_a_place_is_declined_once_for_all_and_may_be_proposed_again(client, yanis, brand, talk):
    talk("https://www.deco.example/1", 5)
    client.force_login(yanis)
    given = {"what": "site", "value": "deco.example"}
    for _ in range(2):
        assert client.post(reverse("place_refusals", args=[brand.slug]), given).status_code == 302
    declined = DeclinedPlace.objects.get()
    assert (str(declined), str(declined.declined_by), names(brand)) == ("deco.example", "Yanis", [])
    assert "deco.example" in client.get(reverse("places", args=[brand.slug])).text
    client.post(reverse("place_refusal_withdrawal", args=[brand.slug, declined.pk]))
    assert names(brand) == [("deco.example", 5)]
    assert set(Event.objects.filter(verb__startswith="place.").values_list("verb", flat=True)) == {"place.declined", "place.reconsidered"}


def test_the_screen_asks_the_database_as_often_for_one_place_as_for_many(signed_in, brand, talk, network, django_assert_max_num_queries):
    for number in range(12):
        talk(f"https://s{number}.example/1", 4)
        talk("https://social.example/1", 4, author=f"{network}:u{number}", name=f"Julie {number}")
    with django_assert_max_num_queries(30):
        page = signed_in.get(at("places"))
    assert "s1.example" in page.text


def test_without_a_query_the_screen_says_what_to_do(client, yanis, brand):
    client.force_login(yanis)
    assert "Write a query about your brand first" in client.get(reverse("places", args=[brand.slug])).text
