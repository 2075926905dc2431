"""Everything that the connector does, on the fake and on a real WordPress: both must agree."""

import io
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from PIL import Image

from diapason.core import clock, http
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Attachment, Content, ReplyTo, Result, Step
from diapason.networks.base.errors import Permanent, RateLimited, Reauth
from diapason.networks.wordpress import auth, client, converse, insights, moderate, publish
from diapason.networks.wordpress.fake import Fake

pytest_plugins = ("tests.servers.fixtures",)


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(made, "PNG")
    return made.getvalue()


async def load(attachment: Attachment) -> bytes:
    return b"not an image" if "broken" in attachment.file else picture()


@dataclass
class Place:
    """A site, and what a test must do there without the connector."""

    url: str
    http: httpx2.AsyncClient
    fields: dict[str, dict[str, str]]
    comment: Callable[[int, str], int]

    async def connected(self, who: str = "camille") -> Connection:
        made = await auth.connect(Connection(self.url, self.http), self.fields[who])
        return Connection(made.base_url, self.http, made.credentials, made.account_id, made.handle, made.declared, load)

    async def seen(self, remote_id: str) -> dict[str, Any] | None:
        """The article as a reader gets it."""
        answer = await self.http.get(f"{self.url}/wp-json/wp/v2/posts/{remote_id}")
        return answer.json() if answer.status_code == 200 else None


@pytest.fixture(params=["fake", pytest.param("real", marks=pytest.mark.real_server)])
async def site(request, settings) -> AsyncIterator[Place]:
    if request.param == "fake":
        fake = Fake(url="https://blog.fake", opened=False)
        fields = {name: fake.fields(name) for name in ("camille", "yanis", "olga")}
        fake.state["users"]["yanis"]["rights"] = ["edit_posts", "publish_posts", "upload_files"]
        fake.state["users"]["olga"]["rights"] = []
        async with fake.client() as session:
            yield Place(fake.url, session, fields, lambda post, text: fake.keep_comment(post, 0, text, 0, "Visiteuse", "hold")["id"])
        return
    server = request.getfixturevalue("wordpress_server")
    settings.TRUSTED_HOSTS = {urlsplit(server.url).netloc}
    people = {
        user.login: {"username": user.login, "password": user.app_password} for user in (server.admin, server.author, server.subscriber)
    }
    async with http.client() as session:
        yield Place(server.url, session, people, server.comment)


async def deliver(connection: Connection, steps: list[Step], done: list[Result] | None = None) -> list[Result]:
    done = list(done or ())
    for step in steps[len(done) :]:
        done.append(await publish.perform(connection, step, done))
    return done


ARTICLE = Content(
    parts=("Bonjour à tous & <b>merci</b> !\nDeuxième ligne\n\nVoir https://example.org/a?b=1&c=2. [gallery]",),
    title="L’été arrive & « reste »",
    summary="En bref",
    tags=("Été", "boutique"),
    attachments=(
        Attachment("media/été photo.png", "image/png", 100, 64, 48, alt="Une plage & des parasols"),
        Attachment("media/second.png", "image/png", 100, 64, 48, alt='Un "second"'),
    ),
)


async def test_a_site_is_found_from_the_address_of_any_of_its_pages(site):
    connection = await site.connected()
    assert connection.base_url == f"{site.url}/wp-json"
    assert connection.handle == "camille"
    assert set(connection.declared["rights"]) == {"publish", "upload", "moderate", "make_categories"}
    health = await auth.check(connection)
    assert (health.handle, health.declared) == ("camille", connection.declared)


async def test_a_wrong_password_is_said_and_so_is_a_role_that_may_not_publish(site):
    for fields in ({"username": "camille", "password": "xxxx xxxx"}, {"username": "", "password": ""}):
        with pytest.raises(Reauth) as refused:
            await auth.connect(Connection(site.url, site.http), fields)
        assert refused.value.code == "refused_password"
    with pytest.raises(Permanent) as low:
        await site.connected("olga")
    assert low.value.code == "role_too_low"


async def test_an_access_that_was_revoked_asks_for_a_person(site):
    connection = await site.connected()
    connection.credentials = client.sealed("camille", "revoked")
    for attempt in (auth.check(connection), publish.perform(connection, publish.plan(Content(("x",)), "k")[0], [])):
        with pytest.raises(Reauth):
            await attempt


async def test_nobody_sees_an_article_before_the_last_step_and_everybody_after_it(site):
    connection = await site.connected("yanis")
    steps = publish.plan(ARTICLE, "0f5e-one")
    assert [step.kind for step in steps] == ["tag", "tag", "file", "file", "draft", "show"]
    assert [step.publishes for step in steps] == [False] * 5 + [True]
    done = await deliver(connection, steps[:-1])
    assert await site.seen(done[-1].remote_id) is None
    done = await deliver(connection, steps, done)
    shown = await site.seen(done[-1].remote_id)
    assert shown
    assert shown["status"] == "publish"
    assert shown["link"] == done[-1].url
    assert "diapason" not in shown["link"]
    assert shown["featured_media"] == int(done[2].remote_id)
    assert [str(number) for number in sorted(shown["tags"])] == sorted([done[0].remote_id, done[1].remote_id], key=int)
    body = shown["content"]["rendered"]
    assert "Bonjour à tous &amp; &lt;b&gt;merci&lt;/b&gt; !<br" in body
    assert re.search(r'<a href="https://example.org/a\?b=1&(amp;|#038;)c=2">[^<]*</a>\.', body)
    assert done[3].data["url"] in body
    assert 'alt="Un &quot;second&quot;"' in body
    assert "&#091;gallery]" in body
    assert "En bref" in shown["excerpt"]["rendered"]
    assert abs(clock.now() - datetime.fromisoformat(shown["date_gmt"]).replace(tzinfo=UTC)) < timedelta(minutes=2)


async def test_a_lost_answer_is_found_again_and_repeating_makes_nothing_twice(site):
    connection = await site.connected("yanis")
    since = clock.now()
    steps = publish.plan(replace(ARTICLE, attachments=(), tags=()), "0f5e-two")
    draft, show = steps
    assert await publish.find(connection, draft, [], since) is None
    made = await publish.perform(connection, draft, [])
    found = await publish.find(connection, draft, [], since)
    assert found
    assert found.remote_id == made.remote_id
    assert await publish.find(connection, show, [made], since) is None
    first = await publish.perform(connection, show, [made])
    again = await publish.perform(connection, show, [made])
    found = await publish.find(connection, show, [made], since)
    assert found
    assert first.url == again.url == found.url
    assert [post.remote_id for post in await publish.recent(connection, 20)].count(made.remote_id) == 1


async def test_an_article_that_somebody_put_in_the_bin_is_not_shown_again(site):
    connection = await site.connected("yanis")
    done = await deliver(connection, publish.plan(Content(("Un texte",), title="Au revoir"), "0f5e-three"))
    await publish.delete(connection, done[-1].remote_id)
    await publish.delete(connection, done[-1].remote_id)
    await publish.delete(connection, "999999")
    assert await site.seen(done[-1].remote_id) is None
    with pytest.raises(Permanent) as refused:
        await publish.find(connection, publish.plan(Content(("Un texte",), title="Au revoir"), "0f5e-three")[-1], done[:1], clock.now())
    assert refused.value.code == "trashed"


async def test_a_file_that_the_site_refuses_is_a_clear_refusal_although_it_answers_500(site):
    connection = await site.connected("yanis")
    broken = Attachment("broken.svg", "image/svg+xml", 5)
    with pytest.raises(Permanent) as refused:
        await publish.perform(connection, publish.plan(Content(("x",), attachments=(broken,)), "k")[0], [])
    assert refused.value.code == "media_refused"


async def test_a_category_that_does_not_exist_is_named(site):
    connection = await site.connected()
    for names, known in ((["uncategorized"], True), (["Nulle part"], False)):
        step = publish.plan(Content(("x",), title="x", options={"categories": names}), f"k{known}")[0]
        if known:
            assert (await publish.draft_body(connection, step.spec, []))["categories"] == [1]
        else:
            with pytest.raises(Permanent, match="Nulle part"):
                await publish.perform(connection, step, [])


async def test_comments_come_in_held_ones_too_are_answered_once_and_moderated(site):
    connection = await site.connected()
    since = clock.now()
    done = await deliver(connection, publish.plan(Content(("Une question ?",), title="Ouvert"), "0f5e-four"))
    post = done[-1].remote_id
    held = site.comment(int(post), "Bravo & <b>merci</b> !\n\nDeux lignes")
    batch = await converse.read(connection, "comments", "")
    message = next(item for item in batch.messages if item.remote_id == str(held))
    assert message.text.startswith("Bravo & ")
    assert message.text.endswith("!\n\nDeux lignes")
    assert (message.data["status"], message.subject_id, message.ours) == ("hold", post, False)
    assert message.author.remote_id.startswith("visitor:")
    assert "@" not in str(message.raw)
    assert not batch.more

    await moderate.set_state(connection, str(held), "approved")
    assert (await insights.posts(connection, [post, "999999"]))[post][0].value == 1
    content = Content(("Merci à vous & l'équipe...",), reply_to=ReplyTo(message.remote_id, data=message.data))
    [step] = publish.plan(content, "reply-key")
    assert await publish.find(connection, step, [], since) is None
    reply = await publish.perform(connection, step, [])
    found = await publish.find(connection, step, [], since)
    assert found
    assert found.remote_id == reply.remote_id
    assert await publish.find(connection, step, [], clock.now() + timedelta(hours=1)) is None
    with pytest.raises(Permanent) as refused:
        await publish.perform(connection, step, [])
    assert refused.value.code == "duplicate"

    again = await converse.read(connection, "comments", batch.cursor)
    ours = next(item for item in again.messages if item.remote_id == reply.remote_id)
    assert (ours.ours, ours.thread_id, ours.parent_id) == (True, f"comment:{held}", str(held))
    assert (await insights.posts(connection, [post]))[post][0].value == 2
    for state in ("hold", "spam", "trash", "trash", "approved"):
        await moderate.set_state(connection, str(held), state)


async def test_an_author_who_answers_too_quickly_waits_fifteen_seconds(site):
    connection = await site.connected("yanis")
    done = await deliver(connection, publish.plan(Content(("Une question ?",), title="Vite"), "0f5e-five"))
    first, second = (
        publish.plan(Content((text,), reply_to=ReplyTo("0", data={"post": int(done[-1].remote_id)})), "k")[0] for text in ("Un", "Deux")
    )
    await publish.perform(connection, first, [])
    with pytest.raises(RateLimited) as slow:
        await publish.perform(connection, second, [])
    assert slow.value.until
    assert timedelta(0) < slow.value.until - clock.now() <= client.FLOOD


async def test_what_is_not_there_is_said(site):
    connection = await site.connected()
    step = publish.plan(Content(("x",), reply_to=ReplyTo("0", data={"post": 999999})), "k")[0]
    with pytest.raises(Permanent) as refused:
        await publish.perform(connection, step, [])
    assert refused.value.code == "comments_closed"
    with pytest.raises(Permanent) as refused:
        await moderate.set_state(connection, "999999", "spam")
    assert refused.value.code == "comment_gone"
