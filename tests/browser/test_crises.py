"""The crisis room under hands: keys, and several people at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from diapason.crises import opening, playbooks, running, scale
from diapason.crises.models import Crisis
from diapason.territory.models import Space
from diapason.workspaces.members import member_of
from tests.browser.test_every_screen import apart
from tests.objects import a_network


@pytest.fixture
def room(live, brand, camille, yanis) -> Crisis:
    lead = member_of(camille, brand.slug)
    Space.objects.create(workspace=brand, network=a_network(), name="Our page", account_id="1", base_url="https://network.example")
    plan = opening.Plan("Lost parcels", scale.kept(brand)[2], playbook=playbooks.begin(lead))
    return opening.open_(lead, plan)


def opened(page, go: Callable[[], object]) -> None:
    """The page that follows listens: to what is told, and to keys."""
    with page.expect_response("**/live/"):
        go()
    page.wait_for_timeout(500)


def test_a_room_is_led_from_the_keyboard(page, sign_in, camille, room):
    sign_in(camille)
    opened(page, lambda: page.goto(f"/w/maison-lumen/crises/{room.pk}/"))
    page.keyboard.press("n")
    expect(page.locator("textarea[name=text]")).to_be_focused()
    page.keyboard.type("We answer on the forum first")
    opened(page, lambda: page.keyboard.press("Control+Enter"))
    expect(page.locator("#room-timeline .of-decision")).to_contain_text("We answer on the forum first")
    page.evaluate("document.activeElement.blur()")  # it is kept where one wrote, to write more
    opened(page, lambda: page.keyboard.press("p"))
    expect(page.locator("#paused")).to_contain_text("Publishing is paused on 1 space")
    page.keyboard.press("t")
    expect(page.locator("#task-text")).to_be_focused()


def test_what_one_does_the_others_see_at_once(page, sign_in, camille, yanis, brand, room):
    sign_in(camille)
    opened(page, lambda: page.goto(f"/w/maison-lumen/crises/{room.pk}/"))
    ticks = page.locator("#room-tasks .tick[aria-pressed=true]")
    expect(ticks).to_have_count(0)
    voice = member_of(yanis, brand.slug)
    apart(lambda: running.tick(voice, room, room.tasks.all()[0], done=True))
    expect(ticks).to_have_count(1)
    apart(lambda: running.pause(voice, room, list(Space.objects.all())))
    expect(page.locator("#paused")).to_contain_text("Yanis")


def test_what_comes_in_under_a_pressed_button_does_not_take_its_place(page, sign_in, camille, yanis, brand, room):
    voice = member_of(yanis, brand.slug)
    first = running.write(voice, room, "Written by mistake")
    sign_in(camille)
    opened(page, lambda: page.goto(f"/w/maison-lumen/crises/{room.pk}/?show=notes"))
    page.locator("#room-timeline li", has_text="Written by mistake").get_by_role("button").hover()
    page.mouse.down()
    apart(lambda: running.write(voice, room, "Parcels are found"))
    page.wait_for_timeout(2500)
    page.mouse.up()
    expect(page.locator("#room-timeline li", has_text="Parcels are found")).to_be_visible()
    expect(page.locator("#room-timeline li", has_text="Written by mistake")).to_have_count(0)
    first.refresh_from_db()
    assert first.removed_at
