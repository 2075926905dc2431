"""A brand that begins to listen with real input: the press of a real list of feeds, and reviews that people wrote, on pages of a plain
web server."""

import html
import re
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from playwright.sync_api import Page, expect

from diapason.core import clock
from diapason.listening.models import Query, Source
from diapason.listening.sources.archives import importing
from diapason.listening.sources.tests.test_real_files import Quiet
from diapason.listening.store import store
from diapason.listening.store.base import Search
from diapason.workspaces.models import LongTask
from tests.browser.test_every_screen import apart
from tests.browser.test_listening_setup import FEED, ITEM, PAGE, hear_everything
from tests.tweets import SHARED, read_rows

LIST = SHARED / "rss_opml_fr" / "France.opml"
REVIEWS = SHARED / "minibar_fr_en_app_reviews"
TWEETS = SHARED / "umsab_fr_en" / "french" / "train_text.txt"
ON_A_SITE, IN_A_PAPER = 120, 40  # entries of a feed
BRANDS = ("Garmin", "Huawei")


def feed(title: str, texts: list[str]) -> str:
    """Said one an hour, the latest an hour ago."""
    now = clock.now()
    items = "".join(
        ITEM.format(said=html.escape(text), at=format_datetime(now - timedelta(hours=number + 1))) for number, text in enumerate(texts)
    )
    return FEED.format(title=html.escape(title), items=items)


def site(folder: Path, name: str, title: str, texts: list[str]) -> None:
    (folder / name).mkdir()
    (folder / name / "index.html").write_text(PAGE.format(title, name), encoding="utf-8")
    (folder / name / "feed.xml").write_text(feed(title, texts), encoding="utf-8")


@pytest.fixture
def world(tmp_path: Path, settings) -> Iterator[tuple[str, Path]]:
    """The address of a web server with the sites of two brands and of every paper of the list; the list as it names them there."""
    if not (LIST.exists() and REVIEWS.exists() and TWEETS.exists()):
        pytest.skip("skipped: ../shared/data absent")
    for name, app in (("garmin", "Garmin Connect"), ("huawei", "Huawei Health")):
        site(tmp_path, name, app, [row[0] for row in read_rows(REVIEWS / f"{app}.en.csv")[1 : ON_A_SITE + 1]])
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home, tweets = f"http://127.0.0.1:{server.server_port}", TWEETS.read_text(encoding="utf-8").splitlines()
    settings.TRUSTED_HOSTS = [home.removeprefix("http://")]
    papers: list[str] = []

    def moved(found: re.Match[str]) -> str:
        name = f"press{len(papers)}"
        (tmp_path / f"{name}.xml").write_text(feed(found[1], tweets[len(papers) * IN_A_PAPER :][:IN_A_PAPER]), encoding="utf-8")
        papers.append(found[1])
        return f'xmlUrl="{home}/{name}.xml"'

    moved_list = tmp_path / "France.opml"
    moved_list.write_text(re.sub(r'xmlUrl="([^"]+)"', moved, LIST.read_text(encoding="utf-8")), encoding="utf-8")
    yield home, moved_list
    server.shutdown()
    server.server_close()


@pytest.mark.thorough
def test_a_brand_is_set_up_in_five_minutes_with_the_real_files(page: Page, sign_in, camille, brand, world):
    home, press = world
    sign_in(camille)
    begun = time.monotonic()
    from_a_name_and_a_site(page, home)
    proposed = time.monotonic() - begun
    add_the_press(page, press)
    take_in(page, REVIEWS / "Garmin Connect.fr.csv")
    hear_everything()
    page.goto("/w/maison-lumen/listening/")
    first = time.monotonic() - begun
    expect(page.get_by_role("row", name="Garmin")).to_be_visible()
    counted = apart(lambda: {name: naive(brand.pk, name) for name in BRANDS})
    assert {name: shown(page, name) for name in BRANDS} == counted
    assert shown(page, "Garmin") > 100
    assert apart(lambda: Source.objects.filter(kind="feed", read_at__isnull=False, failures=0).count()) == 13
    page.get_by_role("row", name="Garmin").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Garmin")
    print(f"\nproposed and chosen after {proposed:.0f} s; first results of 13 feeds and 2,000 reviews after {first:.0f} s")


def from_a_name_and_a_site(page: Page, home: str) -> None:
    page.goto("/w/maison-lumen/listening/")
    page.get_by_role("link", name="Begin to listen").click()
    page.locator("[name=name]").fill("Garmin")
    page.locator("[name=site]").fill(f"{home}/garmin/")
    page.locator("[name=rivals]").fill(f"Huawei {home}/huawei/")
    page.get_by_role("button", name="See what is proposed").click()
    expect(page.get_by_role("heading", name="What is proposed")).to_be_visible()
    page.get_by_role("button", name="Listen", exact=True).click()
    page.wait_for_url("**/listening/")
    assert apart(lambda: set(Query.objects.values_list("name", flat=True))) == {"Garmin", "Huawei"}
    assert apart(lambda: set(Source.objects.values_list("name", flat=True))) == {"Garmin Connect", "Huawei Health"}


def add_the_press(page: Page, press: Path) -> None:
    page.goto("/w/maison-lumen/listening/sources/opml/")
    page.locator("[name=file]").set_input_files(press)
    page.get_by_role("button", name="Add the feeds").click()
    expect(page.get_by_text("11", exact=False).first).to_be_visible()


def take_in(page: Page, archive: Path) -> None:
    """Reviews that bear no date: all of them are of a day that a person chooses."""
    page.goto("/w/maison-lumen/listening/sources/archives/")
    page.locator("[name=file]").set_input_files(archive)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_text("Déçu !!").first).to_be_hidden()  # what has no date is refused
    page.get_by_label("Day, where no column says it").fill((clock.now() - timedelta(days=3)).date().isoformat())
    page.get_by_label("What these are").select_option("review")
    page.get_by_role("button", name="Read again with these choices").click()
    expect(page.get_by_text("Déçu !!").first).to_be_visible()
    page.get_by_role("button", name="Take the lines in").click()
    expect(page.locator("#task")).to_be_visible()
    task = apart(lambda: LongTask.objects.get(kind=importing.KIND))
    apart(lambda: importing.take_up(task.pk))
    report = apart(lambda: LongTask.objects.get(pk=task.pk).report)
    assert report["new"] + report.get("known", 0) == 2000
    assert not report.get("refused")
    assert not apart(lambda: default_storage.exists(task.input["file"]))


def shown(page: Page, name: str) -> int:
    return int(re.sub(r"\D", "", page.get_by_role("row", name=name).locator("td").first.inner_text()))


def naive(brand: int, name: str) -> int:
    """How many of all the mentions that are kept hold that word, counted one by one."""
    found, after, word = 0, None, re.compile(rf"\b{name}\b", re.IGNORECASE)
    while True:
        some = store().search(Search(brand), 1000, after=after)
        found += sum(bool(word.search(f"{each.title}\n{each.text}")) for each in some.mentions)
        if some.next is None:
            return found
        after = some.next
