"""The main job, end to end, in a browser, on servers that nobody here wrote.

An owner sets an objective, connects the brand's spaces, writes one idea for all of them, has it approved by a client;
it goes out once; people reply; the community manager answers from the inbox; figures come back; the report says so.
"""

import asyncio
import functools
import http.server
import threading
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import Page, expect

from diapason.core import clock
from diapason.editorial.models import Post
from diapason.inbox import sync
from diapason.inbox.models import Message
from diapason.insights import following, reading
from diapason.insights.models import Outcome
from diapason.links.models import ClickHour, Link
from diapason.publishing.engine import Engine
from diapason.publishing.models import Delivery
from diapason.strategy.models import Objective
from diapason.territory.models import Space, Stream
from diapason.workspaces import guests
from diapason.workspaces.models import GuestLink

pytestmark = pytest.mark.real_server

HOME = "/w/maison-lumen/"
FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>La Gazette</title><link>https://gazette.example/</link>
<description>Nouvelles</description><item><title>Maison Lumen rallume Lyon</title><link>https://gazette.example/lumen</link>
<guid>g1</guid><description>Une marque à suivre.</description></item></channel></rss>"""


@pytest.fixture
def feed(tmp_path) -> Iterator[str]:
    """A real feed file, served by a plain web server."""
    (tmp_path / "feed.xml").write_text(FEED, encoding="utf-8")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/feed.xml"
    server.shutdown()


@pytest.fixture
def trusted(settings, bluesky_network, wordpress_server, mastodon_server, feed) -> None:
    """Servers of this machine, which are never opened unless an installation says so."""
    addresses = (bluesky_network.url, wordpress_server.url, mastodon_server.url, feed)
    settings.TRUSTED_HOSTS = {urlsplit(address).netloc for address in addresses}


SAID = {"Quelle ampoule conseillez-vous ?", "Très bel article.", "Maison Lumen rallume Lyon"}


def first_lines() -> set[str]:
    """How each message that came in begins."""
    return {message.text.splitlines()[0] for message in Message.objects.filter(direction="in") if message.text}


def apart(work: Callable[[], Coroutine[Any, Any, Any]]) -> None:
    """Runs asynchronous work as a worker does: in a loop of its own, away from the browser's."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work())
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(120)
    if failed:
        raise failed[0]


def deliver() -> None:
    """A publisher at work, until nothing is left that it could do now."""

    async def main() -> None:
        stop, engine = asyncio.Event(), Engine(threads=2)
        running = asyncio.create_task(engine.run(stop))
        for _moment in range(600):
            await asyncio.sleep(0.1)
            if not engine.in_hand and not await engine.db(Delivery.objects.filter(next_at__lte=clock.now() + timedelta(seconds=20)).exists):
                break
        stop.set()
        await running

    apart(main)


def read_conversations() -> None:
    sync.ensure_streams()
    Stream.objects.update(next_at=clock.now())

    async def main() -> None:
        for stream in await asyncio.to_thread(sync.due):
            await sync.read(stream)

    apart(main)


def connect(page: Page, network: str, method: str = "", **fields: str) -> None:
    page.goto(f"{HOME}spaces/new/{network}/{f'?method={method}' if method else ''}")
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("main form.fields button[type=submit]").click()
    expect(page.locator("main")).not_to_contain_text("could not", timeout=30_000)
    page.wait_for_url("**/spaces/**", timeout=30_000)


@pytest.mark.usefixtures("trusted")
def test_from_an_objective_to_an_answer(
    page, sign_in, brand, camille, yanis, live, bluesky_network, wordpress_server, mastodon_server, feed
):
    page.set_default_timeout(45_000)  # the servers of three networks share the machine with us
    brand.website, brand.utm = "https://maison-lumen.example", {"enabled": True, "source": "{network}", "medium": "social", "short": True}
    brand.save()
    sign_in(camille)

    # An objective, with an indicator.
    page.goto(f"{HOME}objectives/new/?kind=traffic")
    page.locator("[name=name]").fill("Faire venir en boutique")
    page.locator("[name=starts_on]").fill(f"{clock.now().date() - timedelta(days=3)}")
    page.locator("[name=due_on]").fill(f"{clock.now().date() + timedelta(days=30)}")
    page.locator("[name=kpi_clicks]").fill("200")
    page.locator("main form.fields button[type=submit]").click()
    expect(page.locator("h1")).to_contain_text("Faire venir en boutique")
    objective = Objective.objects.get()

    # The brand's spaces.
    brand_there = bluesky_network.brand
    connect(page, "bluesky", "password", address=bluesky_network.url, handle=brand_there.handle, password=brand_there.app_password)
    connect(
        page,
        "wordpress",
        address=wordpress_server.url,
        username=wordpress_server.author.login,
        password=wordpress_server.author.app_password,
    )
    connect(page, "mastodon", "password", address=mastodon_server.url, token=mastodon_server.brand.token)
    connect(page, "feed", address=feed)
    assert set(Space.objects.values_list("network", flat=True)) == {"bluesky", "wordpress", "mastodon", "feed"}

    # One idea for all of them.
    page.goto(f"{HOME}posts/new/")
    page.locator("[name=title]").fill("La lumière du matin")
    page.locator("[name=text]").fill("Trois gestes pour garder la lumière du matin. https://maison-lumen.example/matin")
    page.locator("[name=objective]").select_option(str(objective.pk))
    for box in page.locator("[name=space]").all():
        box.check()
    page.locator("main form.fields button[type=submit]").click()
    page.wait_for_url("**/compose/**")
    post = Post.objects.get()
    assert post.variants.count() == 3

    # Approved by a client who has no account.
    brand.approval_steps = [{"name": "Client", "role": "client"}]
    brand.save()
    page.goto(f"{HOME}posts/{post.pk}/")
    page.get_by_role("button", name="Send for approval").click()
    link = GuestLink.objects.create(
        workspace=brand, name="Hélène", language="en", created_by=camille, expires_at=clock.now() + timedelta(days=7)
    )
    page.context.clear_cookies()
    page.goto(f"/r/{guests.make_token(link)}/")
    page.get_by_role("button", name="Approve").first.click()
    page.wait_for_load_state()
    post.refresh_from_db()
    assert post.status == Post.Status.APPROVED

    # Out, once, everywhere.
    sign_in(camille)
    page.goto(f"{HOME}posts/{post.pk}/")
    page.get_by_role("button", name="More").click()
    page.get_by_text("Publish now").click()
    page.wait_for_load_state()
    deliver()
    out = {delivery.space.network: delivery for delivery in Delivery.objects.select_related("space")}
    assert {delivery.state for delivery in out.values()} == {"published"}, [(d.space.network, d.state, d.detail) for d in out.values()]
    assert set(out) == {"bluesky", "wordpress", "mastodon"}

    # People reply, and click.
    uri = out["bluesky"].remote_id
    record = out["bluesky"].steps.get(publishes=True).result or {}
    bluesky_network.post(bluesky_network.stranger, "Quelle ampoule conseillez-vous ?", {"uri": uri, "cid": record["data"]["cid"]})
    wordpress_server.approve(wordpress_server.comment(int(out["wordpress"].remote_id), "Très bel article."))
    httpx2.post(
        f"{mastodon_server.url}/api/v1/statuses",
        headers={"Authorization": f"Bearer {mastodon_server.stranger.token}"},
        json={"status": f"@{mastodon_server.brand.username} Merci pour ces gestes !", "in_reply_to_id": out["mastodon"].remote_id},
    ).raise_for_status()
    assert Link.objects.count() == 3
    clicked = httpx2.get(
        f"{live}/l/{Link.objects.earliest('pk').code}", headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
    )
    assert clicked.status_code == 302
    assert ClickHour.objects.get().clicks == 1

    for _look in range(20):  # the network tells of a reply a moment later
        read_conversations()
        if first_lines() >= SAID:
            break
        threading.Event().wait(1)
    assert first_lines() >= SAID

    assert any("Merci pour ces gestes" in line for line in first_lines())

    # The community manager answers from the inbox.
    sign_in(yanis)
    page.goto(f"{HOME}inbox/")
    page.get_by_text("Quelle ampoule conseillez-vous ?").first.click(force=True)  # the link lies over the whole row
    page.locator("#reply-text").fill("Une 2 700 K, pour un salon.")
    page.locator("#reply-form").get_by_role("button", name="Answer").click()
    expect(page.get_by_text("Une 2 700 K, pour un salon.").first).to_be_visible()
    deliver()
    answer = Delivery.objects.get(kind="reply")
    assert answer.state == "published", answer.detail
    assert answer.space.network == "bluesky"

    # Figures come back, and the report says what it brought.
    following.follow_published()
    Outcome.objects.update(next_read_at=clock.now())
    read_figures()
    following.fold_recent()
    assert (Outcome.objects.get(delivery=out["bluesky"]).replies or 0) >= 1
    sign_in(camille)
    page.goto(f"{HOME}results/")
    expect(page.locator("main")).to_contain_text("Faire venir en boutique")
    page.goto(f"{HOME}objectives/{objective.pk}/")
    expect(page.locator("main")).to_contain_text("La lumière du matin")


def read_figures() -> None:
    """As the worker does, each space on its own."""

    async def main() -> None:
        for space in await asyncio.to_thread(lambda: list(Space.objects.filter(state=Space.State.CONNECTED).values_list("pk", flat=True))):
            await reading.read_space(space)

    apart(main)
