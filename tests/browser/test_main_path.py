"""The main job, end to end, in a browser, on servers that nobody here wrote.

An owner sets an objective, connects the brand's spaces, writes one idea for all of them, has it approved by a client;
it goes out once; people reply; the community manager answers from the inbox; figures come back; the report says so.
"""

import asyncio
import functools
import http.server
import threading
from collections.abc import Callable, Coroutine, Iterator
from datetime import datetime, timedelta
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
    thread.join(300)
    if failed:
        raise failed[0]


def in_a_moment() -> datetime:
    """The next minute that leaves the client and the planner the time to act."""
    return (clock.now() + timedelta(seconds=100)).replace(second=0, microsecond=0)


def deliver() -> None:
    """A publisher at work, until nothing is left that falls due within two minutes."""

    async def main() -> None:
        stop, engine = asyncio.Event(), Engine(threads=2)
        running = asyncio.create_task(engine.run(stop))
        for _moment in range(2_000):
            await asyncio.sleep(0.1)
            if not engine.in_hand and not await engine.db(Delivery.objects.filter(next_at__lte=clock.now() + timedelta(minutes=2)).exists):
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


def set_an_objective(page: Page) -> Objective:
    page.goto(f"{HOME}objectives/new/?kind=traffic")
    page.locator("[name=name]").fill("Faire venir en boutique")
    page.locator("[name=starts_on]").fill(f"{clock.now().date() - timedelta(days=3)}")
    page.locator("[name=due_on]").fill(f"{clock.now().date() + timedelta(days=30)}")
    page.locator("[name=kpi_clicks]").fill("200")
    page.locator("main form.fields button[type=submit]").click()
    expect(page.locator("h1")).to_contain_text("Faire venir en boutique")
    return Objective.objects.get()


def connect_the_spaces(page: Page, bluesky: Any, wordpress: Any, mastodon: Any, feed: str) -> None:
    there = bluesky.brand
    connect(page, "bluesky", "password", address=bluesky.url, handle=there.handle, password=there.app_password)
    author = wordpress.author
    connect(page, "wordpress", address=wordpress.url, username=author.login, password=author.app_password)
    connect(page, "mastodon", "password", address=mastodon.url, token=mastodon.brand.token)
    connect(page, "feed", address=feed)
    assert set(Space.objects.values_list("network", flat=True)) == {"bluesky", "wordpress", "mastodon", "feed"}


def write_one_idea(page: Page, objective: Objective, at: datetime) -> Post:
    page.goto(f"{HOME}posts/new/")
    page.locator("[name=title]").fill("La lumière du matin")
    page.locator("[name=text]").fill("Trois gestes pour garder la lumière du matin. https://maison-lumen.example/matin")
    page.locator("[name=objective]").select_option(str(objective.pk))
    page.locator("[name=publish_at]").fill(f"{at:%Y-%m-%dT%H:%M}")
    for box in page.locator("[name=space]").all():
        box.check()
    page.locator("main form.fields button[type=submit]").click()
    page.wait_for_url("**/compose/**")
    return Post.objects.get()


def approve_without_an_account(page: Page, link: GuestLink) -> None:
    page.context.clear_cookies()
    page.goto(f"/r/{guests.make_token(link)}/")
    page.get_by_role("button", name="Approve").first.click()
    page.wait_for_load_state()


def see_it_on_the_calendar(page: Page, post: Post) -> None:
    page.goto(f"{HOME}calendar/?view=week")
    page.get_by_role("link", name=post.title).first.click()
    expect(page.locator("main")).to_contain_text("Scheduled")


def people_reply(out: dict[str, Delivery], bluesky: Any, wordpress: Any, mastodon: Any) -> None:
    record = out["bluesky"].steps.get(publishes=True).result or {}
    parent = {"uri": out["bluesky"].remote_id, "cid": record["data"]["cid"]}
    bluesky.post(bluesky.stranger, "Quelle ampoule conseillez-vous ?", parent)
    wordpress.approve(wordpress.comment(int(out["wordpress"].remote_id), "Très bel article."))
    httpx2.post(
        f"{mastodon.url}/api/v1/statuses",
        headers={"Authorization": f"Bearer {mastodon.stranger.token}"},
        json={"status": f"@{mastodon.brand.username} Merci pour ces gestes !", "in_reply_to_id": out["mastodon"].remote_id},
    ).raise_for_status()


def somebody_clicks(live: str) -> None:
    browser = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
    assert httpx2.get(f"{live}/l/{Link.objects.earliest('pk').code}", headers=browser).status_code == 302
    assert ClickHour.objects.get().clicks == 1


def read_what_people_said() -> None:
    for _look in range(20):  # the network tells of a reply a moment later
        read_conversations()
        if first_lines() >= SAID:
            break
        threading.Event().wait(1)
    assert first_lines() >= SAID
    assert any("Merci pour ces gestes" in line for line in first_lines())


def answer_from_the_inbox(page: Page) -> Delivery:
    page.goto(f"{HOME}inbox/")
    page.get_by_text("Quelle ampoule conseillez-vous ?").first.click(force=True)  # the link lies over the whole row
    page.locator("#reply-text").fill("Une 2 700 K, pour un salon.")
    page.locator("#reply-form").get_by_role("button", name="Answer").click()
    expect(page.get_by_text("Une 2 700 K, pour un salon.").first).to_be_visible()
    deliver()
    return Delivery.objects.get(kind="reply")


def read_figures() -> None:
    """As the worker does, each space on its own."""

    async def main() -> None:
        for space in await asyncio.to_thread(lambda: list(Space.objects.filter(state=Space.State.CONNECTED).values_list("pk", flat=True))):
            await reading.read_space(space)

    apart(main)


def bring_figures_back() -> None:
    following.follow_published()
    Outcome.objects.update(next_read_at=clock.now())
    read_figures()
    following.fold_recent()


def make_a_report(page: Page) -> None:
    today = clock.now().date()
    page.goto(f"{HOME}results/reports/new/")
    page.locator("[name=start]").fill(f"{today - timedelta(days=6)}")
    page.locator("[name=end]").fill(f"{today}")
    page.get_by_role("button", name="Make the report").click()
    expect(page.locator("main")).to_contain_text("Faire venir en boutique")
    expect(page.locator("main")).to_contain_text("La lumière du matin")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").first.click()
    assert download.value.path().read_bytes()[:5] == b"%PDF-"


@pytest.mark.usefixtures("trusted")
def test_from_an_objective_to_an_answer_and_a_report(
    page, sign_in, brand, camille, yanis, live, bluesky_network, wordpress_server, mastodon_server, feed
):
    page.set_default_timeout(45_000)  # the servers of three networks share the machine with us
    servers = (bluesky_network, wordpress_server, mastodon_server)
    brand.website, brand.utm = "https://maison-lumen.example", {"enabled": True, "source": "{network}", "medium": "social", "short": True}
    brand.approval_steps = [{"name": "Client", "role": "client"}]
    brand.save()

    sign_in(camille)
    objective = set_an_objective(page)
    connect_the_spaces(page, *servers, feed)
    due = in_a_moment()
    post = write_one_idea(page, objective, due.astimezone(brand.tz))
    assert post.variants.count() == 3

    page.goto(f"{HOME}posts/{post.pk}/")
    page.get_by_role("button", name="Send for approval").click()
    ends = clock.now() + timedelta(days=7)
    approve_without_an_account(
        page, GuestLink.objects.create(workspace=brand, name="Hélène", language="en", created_by=camille, expires_at=ends)
    )
    post.refresh_from_db()
    assert post.status == Post.Status.PLANNED  # approved by all, with a date: it goes by itself

    sign_in(camille)
    see_it_on_the_calendar(page, post)
    deliver()
    out = {delivery.space.network: delivery for delivery in Delivery.objects.select_related("space")}
    assert {delivery.state for delivery in out.values()} == {"published"}, [(d.space.network, d.state, d.detail) for d in out.values()]
    assert set(out) == {"bluesky", "wordpress", "mastodon"}
    assert all(delivery.published_at >= due for delivery in out.values() if delivery.published_at)

    people_reply(out, *servers)
    somebody_clicks(live)
    assert Link.objects.count() == 3
    read_what_people_said()

    sign_in(yanis)
    answer = answer_from_the_inbox(page)
    assert answer.state == "published", answer.detail
    assert answer.space.network == "bluesky"

    bring_figures_back()
    assert (Outcome.objects.get(delivery=out["bluesky"]).replies or 0) >= 1
    sign_in(camille)
    page.goto(f"{HOME}results/")
    expect(page.locator("main")).to_contain_text("Faire venir en boutique")
    page.goto(f"{HOME}objectives/{objective.pk}/")
    expect(page.locator("main")).to_contain_text("La lumière du matin")
    make_a_report(page)
