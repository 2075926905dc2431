"""The connector against mastodon_mock, which other people wrote. It is an emulator: see `tests/servers/README.md`."""

import asyncio
import uuid
from io import BytesIO

import httpx2
import pytest
from PIL import Image

from diapason.core import clock
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Attachment, Content, Poll, ReplyTo, Result
from diapason.networks.base.errors import Permanent, RateLimited, Reauth, Temporary, Unknown
from diapason.networks.mastodon import auth, converse, insights, publish, search
from tests.servers import lossy

pytestmark = pytest.mark.real_server


@pytest.fixture
async def http():
    async with httpx2.AsyncClient(timeout=60) as client:
        yield client


async def connected_to(server, http, url=""):
    connected = await auth.connect(Connection(url or server.url, http), {"token": server.brand.token})
    file = BytesIO()
    Image.effect_noise((320, 200), 50).convert("RGB").save(file, "PNG")

    async def load(attachment):
        return file.getvalue()

    declared = connected.declared
    return Connection(url or server.url, http, connected.credentials, connected.account_id, connected.handle, declared, load)


@pytest.fixture
async def link(mastodon_server, http):
    mastodon_server.heal()
    return await connected_to(mastodon_server, http)


async def send(link, content):
    done: list[Result] = []
    for step in publish.plan(content, str(uuid.uuid4())):
        done.append(await publish.perform(link, step, done))
    return done


async def as_stranger(server, http, **body):
    headers = {"Authorization": f"Bearer {server.stranger.token}"}
    return (await http.post(f"{server.url}/api/v1/statuses", json=body, headers=headers)).raise_for_status().json()


async def test_a_token_connects_the_account_and_its_limits_are_read(mastodon_server, link):
    assert link.account_id == mastodon_server.brand.id
    assert link.handle.startswith("@atelier@")
    assert publish.limits(link.declared)[0].maximum == 500
    assert (await auth.check(link)).handle == link.handle
    with pytest.raises(Reauth):
        await auth.connect(Connection(mastodon_server.url, link.http), {"token": "wrong"})


async def test_it_registers_us_and_says_where_to_send_the_person(mastodon_server, http):
    begun = await auth.authorize(Connection(mastodon_server.url, http), "https://diapason.example/return/")
    assert begun.url.startswith(f"{mastodon_server.url}/oauth/authorize?")
    assert "code_challenge_method=S256" in begun.url


@pytest.mark.parametrize(
    "text", ["مرحبا 👩‍👩‍👧‍👦 e\u0301", "Un\n\nDeux & <trois> #déco", "Voir https://example.com/un/tres/long/chemin/de/page?a=1&b=2"]
)
async def test_a_lost_answer_is_found_again_whatever_the_text(mastodon_server, http, text):
    text = f"{text} {uuid.uuid4()}"
    with lossy.before(mastodon_server.url) as door:
        link = await connected_to(mastodon_server, http, door.url)
        (step,) = publish.plan(Content((text,)), str(uuid.uuid4()))
        since = clock.now()
        assert await publish.find(link, step, [], since) is None
        door.lose("POST", "/api/v1/statuses")
        with pytest.raises(Unknown):
            await publish.perform(link, step, [])
        found = await publish.find(link, step, [], since)
        again = await publish.perform(link, step, [])
    assert found
    assert again.remote_id == found.remote_id


async def test_a_thread_with_a_picture_and_a_poll_are_taken(link):
    done = await send(link, Content(("Photo", "Suite"), attachments=(Attachment("a.png", "image/png", 1, alt="Du bruit"),), language="fr"))
    posts = await publish.recent(link, 2)
    assert [post.remote_id for post in posts] == [done[2].remote_id, done[1].remote_id]
    await send(link, Content(("Laquelle ?",), poll=Poll(("La bleue", "La verte"))))


async def test_its_limit_is_the_one_that_we_count(link):
    await send(link, Content(("é" * 500,)))
    assert [problem.code for problem in publish.check(Content(("é" * 501,)), link.declared)] == ["too_long"]
    with pytest.raises(Permanent):
        await send(link, Content(("é" * 501,)))


async def test_its_bad_days_have_their_words(mastodon_server, link):
    effects = [
        ({"type": "status", "status": 503}, Unknown),
        ({"type": "ratelimit"}, RateLimited),
        ({"type": "malformed"}, Unknown),
        ({"type": "status", "status": 401}, Reauth),
    ]
    for effect, word in effects:
        mastodon_server.heal()
        mastodon_server.fail("POST", "/api/v1/statuses", effect)
        with pytest.raises(word):
            await send(link, Content(("Bonjour",)))
    mastodon_server.heal()
    mastodon_server.fail("GET", "/api/v1/notifications", {"type": "status", "status": 502})
    with pytest.raises(Temporary):
        await converse.read(link, "mentions", "")
    mastodon_server.heal()


async def test_a_reply_is_read_answered_and_counted(mastodon_server, link):
    (ours,) = await send(link, Content((f"Notre annonce {uuid.uuid4()}",)))
    before = (await converse.read(link, "mentions", "")).cursor
    asked = await as_stranger(mastodon_server, link.http, status="@atelier C’est ouvert demain ?", in_reply_to_id=ours.remote_id)
    message = next(one for one in (await converse.read(link, "mentions", before)).messages if one.remote_id == asked["id"])
    assert (message.subject_id, message.thread_id, message.ours) == (ours.remote_id, ours.remote_id, False)
    assert "C’est ouvert demain ?" in message.text
    reply = ReplyTo(message.remote_id, message.thread_id, message.author.handle, message.data)
    (answer,) = await send(link, Content(("Oui",), reply_to=reply))
    again = (await converse.read(link, "mentions", before)).messages
    assert [one.remote_id for one in again if one.ours] == [answer.remote_id]
    figures = (await insights.posts(link, [ours.remote_id]))[ours.remote_id]
    assert {figure.metric: figure.value for figure in figures}["replies"] == 1
    assert await insights.account(link)


async def test_deleting_twice_succeeds(link):
    (result,) = await send(link, Content(("À supprimer",)))
    await asyncio.sleep(0)
    await publish.delete(link, result.remote_id)
    await publish.delete(link, result.remote_id)
    assert await insights.posts(link, [result.remote_id]) == {}


@pytest.mark.parametrize("mark", ["", "#"], ids=["words", "tag"])
async def test_what_others_say_is_found_once_by_words_and_by_tag(mastodon_server, link, http, mark):
    tag = f"lumiere{uuid.uuid4().hex[:8]}"
    first = await as_stranger(mastodon_server, http, status=f"Vive la #{tag} !")
    batch = await search.find(link, f"{mark}{tag}", "")
    assert [message.remote_id for message in batch.messages] == [first["id"]]
    assert tag in batch.messages[0].text
    second = await as_stranger(mastodon_server, http, status=f"Encore #{tag}")
    after = await search.find(link, f"{mark}{tag}", batch.cursor)
    assert second["id"] in [message.remote_id for message in after.messages]
    assert (await search.find(link, f"{mark}{tag}", after.cursor)).cursor == after.cursor
