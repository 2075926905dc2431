"""A brand begins to listen from a name and sites, with real pages and feeds behind them; then its first results are on screen."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import format_datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection
from playwright.sync_api import expect

from diapason.core import clock
from diapason.listening.models import Query, Source, Wording
from diapason.listening.past import step
from diapason.listening.sources import reading

PAGE = '<html><head><title>{0}</title><link rel="alternate" type="application/rss+xml" href="/{1}/feed.xml"></head><body>{0}</body></html>'
FEED = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title><link>http://x.example/</link>{items}</channel></rss>'
ITEM = "<item><title>{said}</title><guid isPermaLink='false'>{said}</guid><pubDate>{at}</pubDate><description>{said}</description></item>"
SITES = {
    "lumen": ("Le journal de Maison Lumen", ["Maison Lumen ouvre un atelier", "La lampe Aube de Maison Lumen est magnifique"]),
    "nordlys": ("Nordlys actualités", ["Nordlys ferme une boutique", "Plutôt Maison Lumen que Nordlys pour une lampe durable"]),
}


@pytest.fixture
def sites(tmp_path, settings) -> Iterator[str]:
    """The address of a plain web server with a folder for each site."""
    at = format_datetime(clock.now() - timedelta(hours=2))
    for name, (title, said) in SITES.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(PAGE.format(title, name), encoding="utf-8")
        items = "".join(ITEM.format(said=each, at=at) for each in said)
        (tmp_path / name / "feed.xml").write_text(FEED.format(title=title, items=items), encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.TRUSTED_HOSTS = [f"127.0.0.1:{server.server_port}"]
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def hear_everything() -> None:
    """As the worker does, within seconds. In a thread of its own: the browser's has a loop that runs."""
    with ThreadPoolExecutor(1) as other:
        other.submit(hear).result()


def hear() -> None:
    try:
        for source in Source.objects.filter(kind=Source.Kind.FEED):
            asyncio.run(reading.read(source.pk))
        search_the_past()
    finally:
        connection.close()


def search_the_past() -> None:
    for wording in Wording.objects.filter(past_done_at=None):
        while step(wording.pk):
            pass


def test_a_brand_listens_from_a_name_and_a_site(page, sign_in, camille, brand, sites, axe, problems):
    sign_in(camille)
    page.goto("/w/maison-lumen/listening/")
    page.get_by_role("link", name="Begin to listen").click()
    page.locator("[name=site]").fill(f"{sites}/lumen/")
    page.locator("[name=rivals]").fill(f"Nordlys {sites}/nordlys/\nLa Belle Lampe {sites}/nobody/")
    page.locator("[name=topics]").fill("lampe durable, éclairage")
    page.get_by_role("button", name="See what is proposed").click()
    expect(page.get_by_role("heading", name="What is proposed")).to_be_visible()
    expect(page.get_by_text("Nothing was found at:")).to_be_visible()
    axe(page)
    page.locator("[name=query2-chosen]").uncheck()
    page.get_by_role("button", name="Listen", exact=True).click()
    page.wait_for_url("**/listening/")
    assert set(Query.objects.values_list("name", flat=True)) == {"Maison Lumen", "Nordlys", "The sector"}
    hear_everything()
    page.reload()
    row = page.get_by_role("row", name="Maison Lumen")
    expect(row.locator("td").first).to_have_text("3")
    expect(page.get_by_role("row", name="Nordlys").locator("td").first).to_have_text("2")
