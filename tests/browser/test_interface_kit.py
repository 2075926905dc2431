"""Every component in every state, looked at by axe in both themes and both languages."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_every_component_is_accessible(page, axe, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/styleguide/")
    axe(page)


def test_the_kit_is_pictured(page, shots):
    page.goto("/styleguide/")
    shots(page, "kit")


def test_a_menu_is_walked_with_the_arrows(page):
    page.goto("/styleguide/")
    page.get_by_role("button", name="Menu", exact=True).click()
    expect(page.get_by_role("menuitem", name="Open").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Duplicate")).to_be_focused()
    page.keyboard.press("Escape")
    assert page.get_by_role("menuitem", name="Duplicate").is_hidden()


def test_a_dialog_opens_and_closes_beside_itself(page):
    page.goto("/styleguide/")
    page.get_by_role("button", name="Dialog").click()
    dialog = page.get_by_role("dialog", name="Publish now?")
    assert dialog.is_visible()
    page.mouse.click(5, 5)
    assert dialog.is_hidden()


def test_a_refused_form_takes_the_focus_and_leads_to_the_field(page):
    page.goto("/styleguide/")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("location.hash") == "#id_title"
