import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diapason.editorial.models import Post
from diapason.links import services
from diapason.links.models import Link
from diapason.links.rewriting import replace_urls, shorten_text
from diapason.links.services import BadAddress, shorten
from diapason.links.utm import add, tagged
from diapason.networks.base import registry
from diapason.strategy.models import Campaign
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


def test_a_text_keeps_everything_but_its_addresses(brand, space):
    text = "Voir https://example.com/a?b=1#c, ou (https://example.com/d) ! Et example.com reste."
    key = uuid.uuid4()
    short, links = shorten_text(text, brand, space=space, delivery_key=key)
    one, two = (link.short_url for link in links)
    assert short == f"Voir {one}, ou ({two}) ! Et example.com reste."
    assert shorten_text(text, brand, space=space, delivery_key=key) == (short, links)
    assert shorten_text(short, brand, space=space, delivery_key=key) == (short, [])


@given(st.text())
def test_a_text_without_an_address_is_never_changed(text):
    text = text.replace(":", " ")
    assert replace_urls(text, lambda url: "!") == text


def test_the_campaign_is_written_in_the_address(brand, space):
    campaign = Campaign.objects.create(workspace=brand, name="Fête des Lumières")
    post = Post.objects.create(workspace=brand, title="Lampes", campaign=campaign)
    url = tagged(brand, "https://example.com/?a=1#top", post=post, space=space)
    assert url == f"https://example.com/?a=1&utm_source={space.network}&utm_medium=social&utm_campaign=fete-des-lumieres#top"


def test_what_a_person_wrote_in_the_address_wins(brand, space):
    url = "https://example.com/?utm_source=affiche&utm_medium=papier&utm_campaign=x"
    assert tagged(brand, url, space=space) == url


def test_a_brand_may_choose_its_own_rule_or_none(brand, space):
    brand.utm = {"source": "{space}", "medium": "", "content": "{network}"}
    assert tagged(brand, "https://example.com/", space=space).endswith(f"?utm_source=maison-lumen-officiel&utm_content={space.network}")
    brand.utm = {"off": True}
    assert tagged(brand, "https://example.com/", space=space) == "https://example.com/"


def test_adding_nothing_leaves_an_odd_address_as_it_is():
    assert add("https://example.com/?a=%zz&&b", {}) == "https://example.com/?a=%zz&&b"
