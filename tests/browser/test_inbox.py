"""The inbox with the keyboard alone, and what arrives while one looks."""

import contextlib
import re
from datetime import timedelta

import pytest
from playwright.sync_api import Error, expect

from diapason.community.models import Contact
from diapason.core import clock
from diapason.inbox import reading
from diapason.inbox.models import Conversation
from diapason.networks.base.content import Author, Incoming, Kind
from diapason.publishing.models import Delivery
from diapason.territory.models import Space
from tests.objects import a_network

INBOX = "/w/maison-lumen/inbox/"
SAID = {"Inès": "Quelle ampoule conseillez-vous ?", "Théo": "La suspension existe-t-elle en noir ?", "Nora": "Merci pour l’atelier !"}


@pytest.fixture
def space(live, brand, camille):
    return Space.objects.create(workspace=brand, network=a_network(), name="Lumen", account_id="us", connected_by=camille)


def incoming(name, text, minutes, root=""):
    return Incoming(
        remote_id=f"{name}-{minutes}",
        kind=Kind.COMMENT,
        author=Author(name.lower(), name),
        text=text,
        sent_at=clock.now() - timedelta(minutes=minutes),
        thread_id=root or f"{name}-root",
    )


@pytest.fixture
def waiting(space):
    """Three people wait, Nora since the shortest time."""
    reading.store(space, "comments", [incoming(name, text, 90 - 30 * number) for number, (name, text) in enumerate(SAID.items())])
    return list(Conversation.objects.order_by("-last_message_at"))


def focused(page):
    return page.evaluate("(document.activeElement.closest('[id]') || document.activeElement).id")


def test_conversations_are_walked_answered_and_closed_with_keys_alone(page, sign_in, yanis, waiting, axe):
    sign_in(yanis)
    page.goto(INBOX)
    first, second, third = page.locator("#conversations > .conv").evaluate_all("rows => rows.map((row) => row.id.slice(1))")
    pane = page.locator("#conversation")
    for key, shown in (("j", first), ("j", second), ("k", first)):
        page.keyboard.press(key)
        expect(pane).to_have_attribute("data-id", shown)
    axe(page)
    page.keyboard.press("r")
    assert focused(page) == "reply-text"
    page.keyboard.type("Une 2 700 K, pour un salon.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text("2 700 K")
    assert page.evaluate("document.activeElement !== document.body")
    assert Delivery.objects.count() == 1
    page.wait_for_timeout(500)
    expect(page.locator(".toast", has_text="leaves")).to_have_count(1)
    page.locator("#messages").focus()
    page.keyboard.press("e")
    expect(page.locator(".toast", has_text="closed")).to_be_visible()
    assert Conversation.objects.get(pk=first).status == "closed"
    assert page.evaluate("document.activeElement !== document.body")
    page.locator("#messages").focus()
    page.keyboard.press("j")
    expect(pane).to_have_attribute("data-id", re.compile(f"^({second}|{third})$"))


def test_a_slow_answer_does_not_take_the_place_of_what_was_asked_after_it(page, sign_in, yanis, waiting, problems):
    sign_in(yanis)
    page.goto(INBOX)
    first, second, _third = page.locator("#conversations > .conv").evaluate_all("rows => rows.map((row) => row.id.slice(1))")
    held = []
    page.route(f"**{INBOX}{first}/*", lambda route: held.append(route))
    page.locator(f"#c{first} a").first.click(force=True)
    page.wait_for_timeout(200)
    page.locator(f"#c{second} a").first.click(force=True)
    pane = page.locator("#conversation")
    expect(pane).to_have_attribute("data-id", second)
    for route in held:
        with contextlib.suppress(Error):  # given up by the page, which is the point
            route.continue_()
    page.wait_for_timeout(500)
    expect(pane).to_have_attribute("data-id", second)
    assert len(held) == 1
    expect(page.locator(".toast")).to_have_count(0)
    assert all("AbortError" in problem for problem in problems)
    problems.clear()


def test_an_act_that_reaches_no_server_says_so_once(page, sign_in, yanis, waiting, problems):
    sign_in(yanis)
    page.goto(f"{INBOX}{waiting[0].pk}/")
    page.route("**/closure/*", lambda route: route.abort())
    for _try in range(2):
        page.locator("#messages").focus()
        page.keyboard.press("e")
        expect(page.locator(".toast.offline")).to_have_count(1)
    assert Conversation.objects.get(pk=waiting[0].pk).status == "open"
    problems.clear()


def test_a_button_that_is_replaced_leaves_the_focus_in_its_place(page, sign_in, yanis, waiting):
    sign_in(yanis)
    page.goto(f"{INBOX}{waiting[0].pk}/")
    flag = page.locator(".acts [aria-pressed]")
    flag.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".acts [aria-pressed=true]")).to_be_visible()
    expect(page.locator(".acts [aria-pressed=true]")).to_be_focused()


def test_a_message_appears_without_reloading_and_what_is_typed_stays(page, sign_in, yanis, space, waiting):
    sign_in(yanis)
    with page.expect_response("**/live/"):
        page.goto(f"{INBOX}{waiting[0].pk}/")
    page.evaluate("window.untouched = true")
    page.locator("#reply-text").fill("J’écris encore")
    reading.store(space, "comments", [incoming("Nora", "Et une question : livrez-vous ?", 1, "Nora-root")])
    expect(page.locator("#messages")).to_contain_text("livrez-vous")
    reading.store(space, "comments", [incoming("Zoé", "Bonjour, une panne ?", 0)])
    expect(page.locator("#conversations")).to_contain_text("Zoé")
    expect(page.locator("#reply-text")).to_have_value("J’écris encore")
    assert page.evaluate("window.untouched")


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_the_person_is_one_click_from_the_conversation_at_every_width(page, sign_in, yanis, waiting, width):
    sign_in(yanis)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{INBOX}{waiting[0].pk}/")
    page.locator(".thread h2 a").click()
    page.wait_for_url(f"**/people/{Contact.objects.get(name='Nora').pk}/")
