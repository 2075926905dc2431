"""The moments of the brand in a browser: added, prepared, moved, removed and taken back."""

from datetime import timedelta

from playwright.sync_api import expect

from diapason.core import clock
from diapason.editorial.models import BrandMoment

MOMENTS = "/w/maison-lumen/moments/"


def test_a_moment_is_added_changed_removed_and_brought_back(page, sign_in, camille, axe):
    day = clock.now().date() + timedelta(days=3)
    sign_in(camille)
    page.goto(MOMENTS)
    page.get_by_role("link", name="New moment").click()
    page.locator("[name=name]").fill("Portes ouvertes")
    page.locator("[name=starts_on]").fill(f"{day}")
    page.locator("[name=ends_on]").fill(f"{day}")
    page.get_by_role("button", name="Save").click()
    own = page.locator(".moment", has_text="Portes ouvertes")
    expect(own).to_be_visible()
    axe(page)
    own.get_by_role("link", name="Edit Portes ouvertes").click()
    page.locator("[name=name]").fill("Portes ouvertes de l’atelier")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".moment", has_text="de l’atelier")).to_be_visible()
    page.get_by_role("button", name="Remove Portes ouvertes de l’atelier").click()
    expect(page.locator(".moment", has_text="de l’atelier")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".moment", has_text="de l’atelier")).to_be_visible()
    assert BrandMoment.objects.get().name == "Portes ouvertes de l’atelier"


def test_kinds_are_hidden_and_the_choice_stays(page, sign_in, camille):
    sign_in(camille)
    page.goto(MOMENTS)
    kinds = page.locator("[name=kind]")
    first = kinds.first.get_attribute("value")
    for box in kinds.all()[1:]:
        box.uncheck()
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("[name=kind]:checked")).to_have_count(1)
    page.reload()
    expect(page.locator(f"[name=kind][value={first}]")).to_be_checked()
    assert page.locator(f".moment:not([data-kind={first}])").count() == 0


def test_an_idea_of_a_moment_begins_a_post(page, sign_in, camille):
    sign_in(camille)
    page.goto(MOMENTS)
    page.locator(".moment summary").first.click()
    page.locator(".moment details[open] a").first.click()
    page.wait_for_url("**/posts/new/**")
    expect(page.locator("[name=title]")).not_to_have_value("")
