"""Every screen of the application (`tests/screens.py`): French and English, light and dark, wide and narrow.

Each is looked at by axe in French (everything when light, what depends on colours when dark) and, in both languages, for what is wider
than the window, left in English, without a title, or complained of by the browser. `bin/shots FOLDER` keeps the pictures.
"""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client, override_settings
from playwright.sync_api import BrowserContext, Page

from diapason.workspaces.models import Person
from tests.browser import looking
from tests.browser.furnishing import furnish
from tests.browser.house import House
from tests.heard import FORGET
from tests.screens import SCREENS, Screen

WIDTHS = {1440: 900, 390: 844}
# Once the new theme is drawn, without its transitions.
SETTLED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  while (!matchMedia("(prefers-color-scheme: dark)").matches) await frame();
  for (let drawn = 0; drawn < 3; drawn++) await frame();
  document.getAnimations().forEach((each) => each.finish());
  await frame();
}"""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def apart[Made](work: Callable[[], Made]) -> Made:
    """Runs work away from the event loop that the browser keeps in this thread."""

    def run() -> Made:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run).result()


def empty() -> None:
    assert connections["default"].settings_dict["NAME"].startswith("test_")
    call_command("flush", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute(FORGET)


@pytest.fixture(scope="module")
def house(server, django_db_blocker, tmp_path_factory) -> Iterator[House]:
    """Made once: the tests of this file only look."""
    folder = tmp_path_factory.mktemp("house")
    changed = {"DEMO": True, "DATA_DIR": folder, "MEDIA_ROOT": folder / "media", "PUBLIC_URL": server}
    with django_db_blocker.unblock(), override_settings(**changed, ROOT_URLCONF="tests.browser.broken_urls"):
        apart(empty)
        yield apart(furnish)
        apart(empty)


@pytest.fixture
def transactional_db(house) -> None:
    """In place of that of the other tests, which would empty the house after each."""


def enter(context: BrowserContext, person: Person, live: str) -> None:
    """Signs in as one who has just given their password."""
    client = Client()
    client.force_login(person, BACKEND)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": person.email}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": live}])


def speak(context: BrowserContext, person: Person | None, language: str, live: str, house: House) -> None:
    """A person chose their language, a visitor's browser asks for theirs, a client's is that of their link."""
    context.add_cookies([{"name": "language", "value": language, "url": live}])
    if person:
        Person.objects.filter(pk=person.pk).update(language=language)
    guest = house.found["guest"]
    type(guest).objects.filter(pk=guest.pk).update(language=language)
    house.invitation_speaks(language)


def shoot(page: Page, name: str) -> None:
    folder = os.environ.get("DIAPASON_SHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def open_screen(page: Page, screen: Screen, path: str, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    response = page.goto(path)
    page.evaluate("document.querySelectorAll('.plot').forEach((each) => each.scrollIntoView())")  # charts are drawn where they are seen
    page.locator(screen.ready).locator("visible=true").first.wait_for()
    page.evaluate("document.fonts.ready.then(() => true)")
    if screen.prepare:
        screen.prepare(page)
    status = response.status if response else 0
    return [] if status == screen.status else [f"it answered {status}"]


def look(page: Page, screen: Screen, language: str, width: int) -> list[str]:
    """Everything that is wrong in both themes."""
    found = [*looking.overflow(page), *looking.frame(page, language)]
    if language == "fr":
        found += [f"in English: {text}" for text in looking.english(page)] + looking.axe(page)
    shoot(page, f"{language}-light-{width}/{screen.name}")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.evaluate(SETTLED)
    if language == "fr":
        found += [f"dark: {text}" for text in looking.axe(page, looking.OF_THEME)]
    shoot(page, f"{language}-dark-{width}/{screen.name}")
    return found


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name + ("?" + screen.query if screen.query else ""))
def test_a_screen_is_accessible_fits_and_speaks_both_languages(page, context, live, house, problems, screen):
    person = house.people[screen.who] if screen.who else None
    path = house.path(screen)
    if person:
        enter(context, person, live)
    found = []
    for language in ("fr", "en"):
        speak(context, person, language, live, house)
        for width in WIDTHS:
            wrong = open_screen(page, screen, path, width) + look(page, screen, language, width)
            found += [f"{language} {width}: {text}" for text in wrong]
    if screen.status >= 400:
        problems[:] = [text for text in problems if f"status of {screen.status}" not in text]
    assert found == [], "\n".join([path, *found])
