"""What every browser test may use: the running application, a page that fails on any complaint, signing in, axe, screenshots.

def test_a_post_is_moved_with_the_keyboard(page, sign_in, camille, axe, shots):
    sign_in(camille)
    page.goto("/w/maison-lumen/calendar/")
    axe(page)
    shots(page, "calendar")
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from diapason.workspaces.models import Person
from tests.browser.server import at_rest, serving

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "RGAAv4"]
expect.set_options(timeout=15_000)  # a browser, a server and a database share the machine, sometimes with a second worker
WIDTHS = {1440: 900, 390: 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs Chromium, and shares one: so one worker runs it all, but for the screens, which are as many again."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("screens" if item.path.stem == "test_every_screen" else "browser"))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, which Django would take for an asynchronous caller.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def server(django_db_setup: None) -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture
def live(server: str, transactional_db: None, settings: object) -> Iterator[str]:
    """The address of the application; what the test commits is what it serves."""
    settings.PUBLIC_URL = server  # type: ignore[attr-defined]
    yield server
    at_rest()


@pytest.fixture
def context(browser: Browser, live: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=live, viewport={"width": 1440, "height": 900}, locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def problems() -> list[str]:
    """What went wrong on the page. A test that means to provoke something clears it."""
    return []


@pytest.fixture
def page(context: BrowserContext, live: str, problems: list[str]) -> Iterator[Page]:
    """A page that lets no request leave for another origin, and fails the test on any error or violation of the policy."""
    page = context.new_page()

    def refuse(route: Route) -> None:
        problems.append(f"request to {route.request.url}")
        route.abort()

    context.route(lambda url: foreign(url, live), refuse)
    page.on("console", lambda message: problems.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    yield page
    assert problems == []


def foreign(url: str, home: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and parts.netloc != urlsplit(home).netloc


@pytest.fixture
def sign_in(context: BrowserContext, live: str) -> Callable[[Person], None]:
    def sign_in(person: Person) -> None:
        client = Client()
        client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live}])

    return sign_in


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails with what axe finds, for WCAG A and AA up to 2.2 and the criteria of RGAA that it knows."""
    runner = Axe()

    def check(page: Page, *, within: str | None = None) -> None:
        page.wait_for_load_state()  # with its style
        results = runner.run(page, context=within, options={"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]})
        found = [
            f"{each['id']} ({each['impact']}): {each['help']}\n    " + "\n    ".join(node["html"][:200] for node in each["nodes"][:5])
            for each in results.response["violations"]
        ]
        assert not found, f"{page.url}\n" + "\n".join(found)

    return check


@pytest.fixture
def shots(context: BrowserContext, live: str) -> Callable[..., None]:
    """Pictures in both languages, both themes, wide and narrow, into the folder that DIAPASON_SHOTS names; else nothing.

    The language is the visitor's, or that of `person` when given. `prepare(page)` opens what must be open, after each load.
    """
    folder = os.environ.get("DIAPASON_SHOTS")

    def shoot(page: Page, name: str, *, person: Person | None = None, prepare: Callable[[Page], None] | None = None) -> None:
        if not folder:
            return
        Path(folder).mkdir(parents=True, exist_ok=True)
        for language in ("fr", "en"):
            context.add_cookies([{"name": "language", "value": language, "url": live}])
            if person:
                Person.objects.filter(pk=person.pk).update(language=language)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                for width, height in WIDTHS.items():
                    page.set_viewport_size({"width": width, "height": height})
                    page.reload()
                    page.evaluate("document.fonts.ready.then(() => true)")
                    if prepare:
                        prepare(page)
                    page.screenshot(path=f"{folder}/{name}-{language}-{scheme}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1440, "height": 900})

    return shoot
