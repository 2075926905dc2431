"""The connector against Bluesky's own servers: a data server alone, and the whole network with its application view."""

import asyncio
import uuid
from io import BytesIO

import httpx2
import pytest
from PIL import Image

from diapason.core import clock
from diapason.networks.base import registry
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Attachment, Card, Content, Kind, ReplyTo, Result
from diapason.networks.base.errors import Permanent, Reauth, Temporary, Unknown
from diapason.networks.bluesky import auth, converse, insights, publish, search
from tests.servers import lossy

RETURN = "http://127.0.0.1:8000/networks/return/"
pytestmark = pytest.mark.real_server


@pytest.fixture
async def http():
    async with httpx2.AsyncClient(timeout=60) as client:
        yield client


async def signed_in(server, http, url=""):
    fields = {"handle": server.brand.handle, "password": server.brand.app_password}
    connected = await auth.connect(Connection(server.url, http), fields)
    link = Connection(url or connected.base_url, http, connected.credentials, connected.account_id, connected.handle)
    file = BytesIO()
    Image.effect_noise((320, 200), 50).convert("RGB").save(file, "PNG")

    async def load(attachment):
        return file.getvalue()

    link.load = load
    return link


async def send(link, content, key=""):
    done: list[Result] = []
    for step in publish.plan(content, key or str(uuid.uuid4())):
        done.append(await publish.perform(link, step, done))
    return done


async def records_of(link):
    return [post.text for post in await publish.listed(link)]


async def test_signing_in_finds_the_server_and_the_account(bluesky_server, http):
    fields = {"handle": f"@{bluesky_server.brand.handle}", "password": bluesky_server.brand.app_password}
    connected = await auth.connect(Connection(bluesky_server.url, http), fields)
    assert (connected.account_id, connected.handle) == (bluesky_server.brand.did, f"@{bluesky_server.brand.handle}")
    assert connected.base_url == bluesky_server.url
    with pytest.raises(Reauth) as refused:
        await auth.connect(Connection(bluesky_server.url, http), {**fields, "password": "wrong"})
    assert refused.value.code == "wrong_password"


@pytest.mark.parametrize("text", ["مرحبا @atelier.test 👩‍👩‍👧‍👦", "e\u0301 #déco https://example.com/é?a=1", "Un\n\nDeux"])
async def test_text_arrives_as_it_was_written(bluesky_server, http, text):
    link = await signed_in(bluesky_server, http)
    await send(link, Content((text,), language="fr"))
    assert text in await records_of(link)


@pytest.mark.parametrize(("sign", "most"), [("a", 300), ("é", 300), ("👩‍👩‍👧‍👦", 120), ("क्षि", 250)])
async def test_its_limits_are_those_that_we_count(bluesky_server, http, sign, most):
    link = await signed_in(bluesky_server, http)
    assert publish.check(Content((sign * most,)), {}) == []
    assert [problem.code for problem in publish.check(Content((sign * (most + 1),)), {})] == ["too_long"]
    await send(link, Content((sign * most,)))
    with pytest.raises(Permanent) as refused:
        await send(link, Content((sign * (most + 1),)))
    assert refused.value.code == "too_long"


async def test_pictures_cards_and_threads_are_taken(bluesky_server, http):
    link = await signed_in(bluesky_server, http)
    image = Attachment("a.png", "image/png", 1, 320, 200, alt="Du bruit")
    assert len(await send(link, Content(("Photo", "Suite", "Fin"), attachments=(image, image), tags=("lampe",)))) == 5
    await send(link, Content(("Lien",), card=Card("https://example.com/", "Titre", "", "card.png")))


async def test_a_lost_answer_is_found_and_a_repeat_makes_one_post(bluesky_server, http):
    with lossy.before(bluesky_server.url) as door:
        link = await signed_in(bluesky_server, http, door.url)
        text = f"Une seule fois {uuid.uuid4()}"
        (step,) = publish.plan(Content((text,)), str(uuid.uuid4()))
        since = clock.now()
        assert await publish.find(link, step, [], since) is None
        door.lose("POST", "putRecord")
        with pytest.raises(Unknown):
            await publish.perform(link, step, [])
        found = await publish.find(link, step, [], since)
        assert found
        again = await asyncio.gather(*(publish.perform(link, step, []) for _ in range(3)))
        assert {result.remote_id for result in again} == {found.remote_id}
        assert (await records_of(link)).count(text) == 1


async def test_calls_that_race_with_one_key_make_one_post(bluesky_server, http):
    link = await signed_in(bluesky_server, http)
    text = f"Course {uuid.uuid4()}"
    (step,) = publish.plan(Content((text,)), str(uuid.uuid4()))
    results = await asyncio.gather(*(publish.perform(link, step, []) for _ in range(8)), return_exceptions=True)
    assert any(isinstance(result, Result) for result in results)
    assert all(isinstance(result, Result | Unknown | Temporary) for result in results)
    assert (await records_of(link)).count(text) == 1


async def test_a_file_that_is_lost_is_given_again(bluesky_server, http):
    link = await signed_in(bluesky_server, http)
    content = Content(("Photo perdue",), attachments=(Attachment("a.png", "image/png", 1, alt="Du bruit"),))
    upload, post = publish.plan(content, str(uuid.uuid4()))
    done = [await publish.perform(link, upload, [])]
    done[0].data["blob"]["ref"]["$link"] = "bafkreibjo4xmgaevkgud7mbifn3dzp4v4lyaui4yvqp3f2bqwtxcjrdqg4"
    assert (await publish.perform(link, post, done)).remote_id


async def test_a_picture_that_is_too_heavy_is_refused_with_a_reason(bluesky_server, http):
    link = await signed_in(bluesky_server, http)
    file = BytesIO()
    Image.effect_noise((1600, 1600), 100).convert("RGB").save(file, "PNG")

    async def load(attachment):
        return file.getvalue()

    link.load = load
    with pytest.raises(Permanent) as refused:
        await send(link, Content(("Lourd",), attachments=(Attachment("a.png", "image/png", 1, alt=""),)))
    assert refused.value.code == "media_refused"


async def test_an_access_is_renewed_once(bluesky_server, http):
    link = await signed_in(bluesky_server, http)
    saved = []

    async def keep(credentials):
        saved.append(credentials)

    link.keep = keep
    link.credentials["access"] = "not.a.token"
    await asyncio.gather(*(auth.check(link) for _ in range(4)))
    assert len(saved) == 1
    link.credentials.update(access="not.a.token", refresh="neither")
    with pytest.raises(Reauth):
        await auth.check(link)


async def test_deleting_twice_succeeds_and_a_server_alone_shows_no_notifications(bluesky_server, http):
    link = await signed_in(bluesky_server, http)
    (result,) = await send(link, Content(("À supprimer",)))
    await publish.delete(link, result.remote_id)
    await publish.delete(link, result.remote_id)
    assert "À supprimer" not in await records_of(link)
    with pytest.raises(Temporary) as away:
        await converse.read(link, "notifications", "")
    assert away.value.code == "no_appview"
    assert await publish.recent(link, 3)


async def test_its_sign_in_page_takes_our_request(bluesky_server, http):
    """Up to the page where a person would agree: pushed request, proof, nonce, all taken."""
    begun = await auth.authorize(Connection(bluesky_server.url, http), RETURN)
    # It serves browsers only, and knows them by what they say of a navigation.
    browser = {"sec-fetch-dest": "document", "sec-fetch-mode": "navigate", "sec-fetch-site": "cross-site", "accept": "text/html"}
    page = await http.get(begun.url, headers=browser)
    assert page.status_code == 200, page.text[:300]
    assert "text/html" in page.headers["content-type"]
    answer = {"code": "cod-invented", "iss": begun.secrets["issuer"], "state": begun.state}
    with pytest.raises(Permanent) as refused:
        await auth.complete(Connection(bluesky_server.url, http), RETURN, begun.secrets, answer)
    assert refused.value.code == "access_denied"


# ── The whole network ────────────────────────────────────────────────────────────────────────────────────────────────
async def eventually(ask, seconds=30):
    """What the application view shows once it has caught up."""
    for _ in range(seconds * 4):
        if found := await ask():
            return found
        await asyncio.sleep(0.25)
    raise AssertionError("the application view did not catch up")


async def test_a_reply_is_read_answered_and_counted(bluesky_network, http):
    link = await signed_in(bluesky_network, http)
    text = f"Notre annonce {uuid.uuid4()}"
    (ours,) = await send(link, Content((text,)))
    before = (await converse.read(link, "notifications", "")).cursor
    bluesky_network.post(bluesky_network.stranger, "C’est ouvert demain ?", {"uri": ours.remote_id, "cid": ours.data["cid"]})

    async def replies():
        return (await converse.read(link, "notifications", before)).messages

    (asked,) = await eventually(replies)
    assert (asked.kind, asked.text, asked.subject_id, asked.thread_id) == (
        Kind.COMMENT,
        "C’est ouvert demain ?",
        ours.remote_id,
        ours.remote_id,
    )
    assert asked.author.handle == bluesky_network.stranger.handle
    await send(link, Content(("Oui",), reply_to=ReplyTo(asked.remote_id, asked.thread_id, asked.author.handle, asked.data)))

    async def counted():
        figures = (await insights.posts(link, [ours.remote_id]))[ours.remote_id]
        return {figure.metric: figure.value for figure in figures}.get("replies") and figures

    assert await eventually(counted)

    async def answered():
        messages = (await converse.read(link, "notifications", before)).messages
        return [message for message in messages if message.ours and message.parent_id == asked.remote_id]

    (answer,) = await eventually(answered)
    assert (answer.text, answer.thread_id) == ("Oui", ours.remote_id)
    assert {figure.metric for figure in await insights.account(link)} == set(insights.ACCOUNT_METRICS)
    assert (await publish.recent(link, 10))[0].text == "Oui"
    assert registry.get("bluesky").can("converse")


async def test_what_others_say_is_found_by_its_words(bluesky_network, http):
    link = await signed_in(bluesky_network, http)
    word = f"lumiere{uuid.uuid4().hex[:8]}"
    bluesky_network.post(bluesky_network.stranger, f"Vive la {word} !")

    async def found():
        return (await search.find(link, word, "")).messages

    (first,) = await eventually(found)
    assert (first.author.handle, first.ours) == (bluesky_network.stranger.handle, False)
    whole = await search.find(link, word, "")
    bluesky_network.post(bluesky_network.stranger, f"Encore la {word}")

    async def more():
        messages = (await search.find(link, word, whole.cursor)).messages
        return [message for message in messages if message.remote_id != first.remote_id]

    (second,) = await eventually(more)
    assert second.text == f"Encore la {word}"
