"""The whole sign-in by Bluesky's own page, in a browser, with the key, the proofs and the renewal that follow."""

import asyncio
import uuid

import httpx2
import pytest
from playwright.async_api import async_playwright

from diapason.core import clock
from diapason.core.crypto import Sealed
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Content
from diapason.networks.base.errors import Reauth
from diapason.networks.bluesky import auth, dpop, publish

pytestmark = [pytest.mark.real_server, pytest.mark.browser]
RETURN = "http://127.0.0.1:8000/networks/return/"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


async def agreed(url: str, password: str) -> dict[str, str]:
    """A person signs in on the server's page and agrees; the query that it sends them back with."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        page = await browser.new_page(locale="en-GB")
        back: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        async def come_back(route):
            if not back.done():
                back.set_result(route.request.url)
            await route.fulfill(status=200, body="back")

        await page.route("http://127.0.0.1:8000/**", come_back)
        await page.goto(url)
        await page.fill("input[type=password]", password)
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Authorize", exact=True).click()
        answer = dict(httpx2.URL(await asyncio.wait_for(back, 30)).params)
        await browser.close()
    return answer


async def test_a_person_signs_in_on_the_servers_page_and_posts_are_published_with_proof(bluesky_server):
    async with httpx2.AsyncClient(timeout=60) as http:
        asking = Connection(bluesky_server.url, http, handle=f"@{bluesky_server.brand.handle}")
        begun = await auth.authorize(asking, RETURN)
        answer = await agreed(begun.url, bluesky_server.brand.password)
        assert answer["state"] == begun.state
        connected = await auth.complete(asking, RETURN, begun.secrets, answer)
        assert (connected.account_id, connected.base_url) == (bluesky_server.brand.did, bluesky_server.url)

        link = Connection(connected.base_url, http, connected.credentials, connected.account_id, connected.handle)
        dpop._nonces.clear()
        text = f"Par la page de connexion {uuid.uuid4()}"
        (step,) = publish.plan(Content((text,)), str(uuid.uuid4()))
        await publish.perform(link, step, [])
        assert text in [post.text for post in await publish.listed(link)]
        await renewed_once(link)
        await worthless_without_its_key(link)


async def renewed_once(link):
    saved, before = [], dict(link.credentials)

    async def keep(credentials):
        saved.append(credentials)

    link.keep = keep
    link.credentials = Sealed(link.credentials, ends=clock.now().isoformat())
    await asyncio.gather(*(auth.check(link) for _ in range(4)))
    assert len(saved) == 1
    assert link.credentials["refresh"] != before["refresh"]


async def worthless_without_its_key(link):
    link.credentials = Sealed(link.credentials, dpop_key=dpop.new_key())
    with pytest.raises(Reauth):
        await auth.check(link)
