import uuid

import pytest

from diapason.editorial import linking
from diapason.links import services
from diapason.links.models import Link
from diapason.links.parameters import add
from diapason.links.rewriting import shorten_text
from diapason.links.services import BadAddress, shorten
from diapason.networks.base import registry
from diapason.territory.models import Space
from diapason.workspaces.members import member_of


@pytest.fixture
def space(brand):
    return Space.objects.create(workspace=brand, network=next(iter(registry.networks()), "sandbox"), name="Maison Lumen officiel")


def test_the_same_address_in_the_same_place_is_the_same_link(brand, space):
    key = uuid.uuid4()
    first = shorten(brand, "https://example.com/a", space=space, delivery_key=key)
    assert shorten(brand, "https://example.com/a", space=space, delivery_key=key) == first
    assert shorten(brand, "https://example.com/a", space=space) != first
    assert shorten(brand, "https://example.com/a", space=space, delivery_key=uuid.uuid4()) != first


def test_codes_have_no_sign_that_is_mistaken_for_another():
    codes = "".join(services.new_code() for _ in range(200))
    assert not set(codes) & set("01ilo")


def test_a_taken_code_is_replaced(brand, monkeypatch):
    codes = iter(["aaaaaa", "aaaaaa", "bbbbbb"])
    monkeypatch.setattr(services, "new_code", lambda: next(codes))
    shorten(brand, "https://example.com/1")
    assert shorten(brand, "https://example.com/2").code == "bbbbbb"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "//example.com",
        "https://",
        "ftp://example.com",
        "https://me:secret@example.com/",
        "https://e.com/" + "a" * 2000,
    ],
)
def test_an_address_that_a_browser_would_not_open_safely_is_refused(brand, url):
    with pytest.raises(BadAddress):
        shorten(brand, url)


def test_a_closed_link_is_not_given_again_and_can_be_opened_again(brand, camille):
    member = member_of(camille, brand.slug)
    link = services.create(member, "https://example.com/")
    services.disable(member, link)
    services.enable(member, link)
    assert shorten(brand, "https://example.com/") == link
    services.disable(member, link)
    other = shorten(brand, "https://example.com/")
    assert other != link
    services.enable(member, link)
    assert Link.objects.filter(disabled_at=None).get() == other


EVERYWHERE = linking.rule_of({"short": True, "scope": "all"}, "", "http://localhost:8000")


def test_a_text_keeps_everything_but_its_addresses(brand, space):
    text = "Voir https://example.com/a?b=1#c, ou (https://example.com/d) ! Et example.com reste."
    key = uuid.uuid4()
    short = shorten_text(text, EVERYWHERE, brand, space=space, delivery_key=key)
    one, two = (link.short_url for link in Link.objects.order_by("id"))
    assert short == f"Voir {one}, ou ({two}) ! Et example.com reste."
    assert shorten_text(text, EVERYWHERE, brand, space=space, delivery_key=key) == short
    assert shorten_text(short, EVERYWHERE, brand, space=space, delivery_key=key) == short


def test_the_short_text_is_as_long_as_was_foreseen(brand, space):
    text = "Voir https://example.com/a?b=1#c"
    assert len(shorten_text(text, EVERYWHERE, brand, space=space)) == len(linking.will_be(text, EVERYWHERE))


def test_only_the_links_that_the_rule_concerns_are_made_short(brand, space):
    own = linking.rule_of({"short": True}, "https://maison-lumen.example", "http://localhost:8000")
    text = "https://elsewhere.example/ et https://maison-lumen.example/lampes"
    short = shorten_text(text, own, brand, space=space)
    assert short.startswith("https://elsewhere.example/ et http://localhost:8000/l/")


def test_adding_nothing_leaves_an_odd_address_as_it_is():
    assert add("https://example.com/?a=%zz&&b", {}) == "https://example.com/?a=%zz&&b"
