"""The brand's spaces in a browser: one posted to by hand, its life from end to end."""

from django.utils import translation
from playwright.sync_api import expect

from diapason.networks.base import registry
from diapason.territory.models import Space

SPACES = "/w/maison-lumen/spaces/"


def by_hand():
    return next(network for network in registry.networks().values() if network.manifest.assisted)


def test_a_space_posted_by_hand_is_added_described_and_removed(page, sign_in, camille, axe):
    with translation.override("en"):
        network = str(by_hand())
    sign_in(camille)
    page.goto(SPACES)
    page.get_by_role("main").get_by_role("link", name="Connect a space").first.click()
    axe(page)
    page.get_by_role("main").get_by_role("link", name=network).first.click()
    page.get_by_label("Name").fill("La page du quartier")
    page.get_by_role("button", name="Add the space").click()
    expect(page.locator("h1")).to_have_text("La page du quartier")
    space = Space.objects.get()
    assert (space.state, space.name) == ("assisted", "La page du quartier")
    axe(page)
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Purpose").fill("Parler aux voisins")
    page.get_by_label("Posts a week").fill("2")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Parler aux voisins")
    expect(page.get_by_role("main")).to_contain_text("2 posts a week")
    page.get_by_role("link", name="Remove this space").click()
    axe(page)
    page.get_by_role("button", name="Remove the space").click()
    page.wait_for_url(f"**{SPACES}")
    expect(page.get_by_role("main")).not_to_contain_text("La page du quartier")


def test_what_was_typed_is_kept_when_a_space_is_refused(page, sign_in, camille, axe, problems):
    sign_in(camille)
    page.goto(f"{SPACES}new/{by_hand().slug}/")
    page.get_by_label("Name").fill("Le forum")
    page.get_by_label("Address").evaluate("field => { field.type = 'text'; field.value = 'pas une adresse'; }")
    page.get_by_role("button", name="Add the space").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Le forum")
    axe(page)
    problems.clear()  # the browser says in its console that the answer was 422
    assert not Space.objects.exists()


def test_an_access_that_ended_says_where_to_give_it_again(page, sign_in, camille, brand, axe):
    network = next(name for name, each in registry.networks().items() if each.can("publish"))
    space = Space.objects.create(
        workspace=brand,
        network=network,
        name="Lumen",
        account_id="us",
        state="needs_reconnect",
        last_error="Password changed",
        error_word="reauth",
    )
    sign_in(camille)
    page.goto(f"{SPACES}{space.pk}/")
    axe(page)
    page.get_by_role("main").get_by_role("link", name="Reconnect").first.click()
    page.wait_for_url(f"**{SPACES}{space.pk}/reconnection/")
    axe(page)
