"""The layout of a brand: palette, notifications, live updates, theme, narrow screens."""

import pytest
from playwright.sync_api import expect

from diapason.editorial.models import Post
from diapason.territory.models import Space
from diapason.workspaces import events, notices
from diapason.workspaces.members import member_of

HERE = "/w/maison-lumen/notifications/"


@pytest.fixture
def told(monkeypatch, live, brand, camille):
    """Camille was told two things, and a space must be reconnected."""
    monkeypatch.setitem(notices._declared, "test.late", notices.Notice("test.late", "The post %(title)s is late."))
    for title in ("Trois gestes pour garder la lumière du matin", "Aube"):
        notices.tell(brand, [camille], "test.late", url=f"{HERE}?read=1", title=title)
    Space.objects.create(workspace=brand, network="x", name="Lumen", state="needs_reconnect", sandbox=True)


def test_the_shell_is_accessible(page, sign_in, camille, told, axe, shots):
    sign_in(camille)
    page.goto(HERE)
    axe(page)
    shots(page, "shell", person=camille)


def test_the_rail_opens_on_a_narrow_screen(page, sign_in, camille, told, axe, shots):
    sign_in(camille)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(HERE)
    expect(page.locator("#rail")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.locator("#rail")).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(page.locator("#rail")).to_be_hidden()
    shots(page, "rail", person=camille, prepare=lambda page: page.locator(".topbar [aria-controls=rail]").dispatch_event("click"))


def test_the_palette_goes_where_it_is_told(page, sign_in, camille, told, axe, shots):
    sign_in(camille)
    page.goto(HERE)
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("link")
    page.get_by_role("option", name="Links").wait_for()
    axe(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/links/**")

    def open_palette(page):
        page.keyboard.press("Control+k")
        page.locator("[role=option]").first.wait_for()

    shots(page, "palette", person=camille, prepare=open_palette)


def test_notifications_open_beside_the_screen_and_are_marked_read(page, sign_in, camille, told, axe):
    sign_in(camille)
    page.goto("/w/maison-lumen/links/")
    page.get_by_role("link", name="Notifications").first.click()
    drawer = page.get_by_role("dialog", name="Notifications")
    drawer.get_by_text("The post Aube is late.").wait_for()
    axe(page)
    drawer.get_by_role("button", name="Mark all as read").click()
    expect(drawer.locator(".unread")).to_have_count(0)
    drawer.get_by_role("button", name="The post Aube").click()
    page.wait_for_url("**read=1")


def test_what_others_do_appears_without_reloading(page, sign_in, brand, camille, told):
    sign_in(camille)
    with page.expect_response("**/live/"):
        page.goto(HERE)
    page.evaluate("window.untouched = true")
    state = page.locator("#state")
    assert "1 space to reconnect" in state.inner_text()
    space = Space.objects.get()
    Space.objects.filter(pk=space.pk).update(state="connected")
    events.record(member_of(camille, brand.slug), "space.reconnected", space)
    page.get_by_text("1 space connected").wait_for()
    assert page.evaluate("window.untouched")


def test_the_theme_changes_at_once_and_stays(page, sign_in, camille, live):
    sign_in(camille)
    page.goto(HERE)
    page.get_by_role("button", name="Camille").click()
    page.get_by_role("menuitemradio", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.wait_for_load_state("networkidle")
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_everything_in_the_shell_is_reached_with_the_keyboard(page, sign_in, camille, told):
    sign_in(camille)
    page.goto(HERE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#main').contains(document.activeElement)")


def test_pages_read_without_script(browser, live, sign_in, context, camille, told):
    bare = browser.new_context(base_url=live, java_script_enabled=False)
    bare.add_cookies(context.cookies())
    sign_in(camille)
    bare.add_cookies(context.cookies())
    page = bare.new_page()
    page.goto(HERE)
    page.get_by_role("button", name="Mark all as read").click()
    assert page.locator(".unread").count() == 0
    bare.close()


def test_a_refusal_is_a_page_of_the_house(page, sign_in, yanis, camille, axe, shots, problems):
    sign_in(yanis)
    page.goto("/w/nowhere/links/")
    axe(page)
    shots(page, "problem-404", person=yanis)
    problems.clear()
    assert Post.objects.count() == 0
