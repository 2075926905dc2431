"""How a connector publishes on a good day."""

import asyncio
import json
import uuid
from dataclasses import replace

import pytest

from diapason.core import clock
from diapason.networks.base.content import Attachment, Content, Level, Poll, Repeat, ReplyTo, Step
from diapason.networks.base.errors import NetworkError, Permanent
from diapason.networks.conformance.bench import ACCOUNT, OTHER

KEY = str(uuid.UUID(int=7))
# One of each is repeated up to the limit: each counts differently somewhere.
SIGNS = {"letter": "a", "accent": "é", "decomposed": "e\u0301", "emoji": "😀", "family": "👩‍👩‍👧‍👦", "conjunct": "क्षि", "han": "漢"}
TEXTS = {
    "accents": "Été à Noël : l’œuvre de Ægir, ça va ?",
    "arabic": "مرحبا بكم في متجرنا الجديد",
    "hebrew": "שלום, brand חדש",
    "emoji": "👩‍👩‍👧‍👦🇫🇷👍🏽 1️⃣",
    "combining": "e\u0301 o\u0302 n\u0303",
    "lines": "Un\n\nDeux\nTrois",
    "han": "你好世界",
    "tags": "Vu chez nous #déco #Lumière2026",
    "link": "Voir https://example.com/un/chemin?a=1&b=2#ici",
}


def rich(bench):
    content = bench.content("Un " + "a" * 20, attachments=(bench.image(), bench.image("deux.png", colour="navy")))
    return replace(content, parts=(*content.parts, "Deux")) if bench.network.manifest.thread else content


def test_a_plan_is_the_same_for_the_same_content_and_key(publishing):
    content = rich(publishing)
    assert publishing.plan(content, KEY) == publishing.plan(Content.from_json(json.loads(json.dumps(content.as_json()))), KEY)
    assert [step.key for step in publishing.plan(content, KEY)] != [step.key for step in publishing.plan(content, str(uuid.UUID(int=8)))]


def test_a_plan_survives_the_database(publishing):
    for step in publishing.plan(rich(publishing), KEY):
        assert (
            Step(step.kind, json.loads(json.dumps(step.spec)), Repeat(str(step.repeat)), step.key, step.keyed_for, step.publishes) == step
        )


def test_keys_of_a_plan_differ_and_something_of_it_publishes(publishing):
    steps = publishing.plan(rich(publishing), KEY)
    keys = [step.key for step in steps if step.key]
    assert len(keys) == len(set(keys))
    assert all(len(key) <= 100 for key in keys)
    assert all(step.key for step in steps if step.repeat is Repeat.KEYED)
    assert any(step.publishes for step in steps)


async def test_a_plan_read_back_from_the_database_is_carried_out(publishing):
    steps = [replace(step, spec=json.loads(json.dumps(step.spec))) for step in publishing.plan(rich(publishing), KEY)]
    await publishing.perform(steps)
    assert publishing.posts()


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
async def test_text_at_the_limit_passes_and_one_more_fails_counted_as_the_network_counts(publishing, sign):
    limits = publishing.network.publish.limits(publishing.connection.declared)
    if not limits:
        pytest.skip("any length will do")
    most = longest(limits, sign)
    fitting, over = publishing.content(sign * most), publishing.content(sign * (most + 1))
    assert "too_long" not in codes(publishing, fitting)
    assert "too_long" in codes(publishing, over)
    await publishing.send(fitting)
    with pytest.raises(Permanent):
        await publishing.send(over)
    assert publishing.posts() == [sign * most]


def longest(limits, sign) -> int:
    low, high = 0, max(limit.maximum for limit in limits) + 1
    while low < high - 1:
        middle = (low + high) // 2
        low, high = (middle, high) if limits.fits(sign * middle) else (low, middle)
    return low


def codes(bench, content) -> set[str]:
    problems = bench.network.publish.check(content, bench.connection.declared)
    return {problem.code for problem in problems if problem.level is Level.ERROR}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
async def test_text_arrives_as_it_was_written(publishing, text):
    assert codes(publishing, publishing.content(text)) == set()
    await publishing.send(publishing.content(text))
    assert text in publishing.posts()[0]


async def test_a_post_has_an_id_and_an_address(publishing):
    steps = publishing.plan(publishing.content())
    done = await publishing.perform(steps)
    shown = next(result for step, result in zip(steps, done, strict=True) if step.publishes)
    assert shown.remote_id
    assert shown.url.startswith("http")
    json.dumps([shown.data, shown.url])


async def test_pictures_go_with_their_descriptions(publishing):
    if not publishing.network.manifest.images.maximum:
        pytest.skip("no pictures there")
    await publishing.send(publishing.content("Photo", attachments=(publishing.image(alt="Une lampe à l’huile"),)))
    assert publishing.fake.state.accepted["upload"] == 1
    assert "Une lampe à l’huile" in json.dumps(publishing.fake.state.dump(), ensure_ascii=False)


async def test_the_parts_of_a_thread_follow_each_other(publishing):
    if not publishing.network.manifest.thread:
        pytest.skip("no threads there")
    await publishing.send(publishing.content("Un", "Deux", "Trois"))
    posts = publishing.fake.published()
    assert [post.text for post in posts] == ["Un", "Deux", "Trois"]
    assert [post.parent for post in posts] == ["", posts[0].id, posts[1].id]


async def test_an_answer_goes_under_what_it_answers(conversing):
    fake = conversing.fake
    await conversing.send()
    fake.react(fake.published()[0].id, "reply", OTHER, "C’est ouvert demain ?")
    read = [message for stream in conversing.network.converse.STREAMS for message in (await reading(conversing, stream)).messages]
    asked = next(message for message in read if "ouvert demain" in message.text)
    reply = ReplyTo(asked.remote_id, asked.thread_id, asked.author.handle, asked.data)
    await conversing.send(conversing.content("Oui, dès 9 h", reply_to=reply))
    answer, question = fake.published()[-1], fake.published()[-2]
    assert "Oui, dès 9 h" in answer.text
    assert answer.parent == question.id


async def reading(bench, stream, cursor=""):
    return await bench.network.converse.read(bench.connection, stream, cursor)


async def test_a_deleted_post_is_gone_and_deleting_it_again_succeeds(publishing):
    steps = publishing.plan(publishing.content())
    done = await publishing.perform(steps)
    shown = next(result for step, result in zip(steps, done, strict=True) if step.publishes)
    await publishing.network.publish.delete(publishing.connection, shown.remote_id)
    assert publishing.posts() == []
    await publishing.network.publish.delete(publishing.connection, shown.remote_id)


async def test_recent_posts_come_newest_first(publishing):
    for text in ("Un", "Deux", "Trois"):
        await publishing.send(publishing.content(text))
        await asyncio.sleep(0.002)  # they carry their moment to the millisecond
    posts = await publishing.network.publish.recent(publishing.connection, 2)
    assert [text_of(post) for post in posts] == ["Trois", "Deux"]
    assert all(abs((clock.now() - post.published_at).total_seconds()) < 60 for post in posts)
    assert all(post.remote_id for post in posts)


def text_of(post) -> str:
    return next(text for text in ("Un", "Deux", "Trois") if text in post.text)


def test_what_breaks_a_limit_is_said_before_it_is_sent(publishing):
    manifest = publishing.network.manifest
    image, video = publishing.image(), Attachment("v.mp4", "video/mp4", 10**12, duration=10**6)
    assert "empty" in codes(publishing, publishing.content(" ", title=""))
    assert "too_many_images" in codes(publishing, publishing.content(attachments=(image,) * 40))
    assert codes(publishing, publishing.content(attachments=(video,)))
    assert codes(publishing, publishing.content(poll=Poll(("seul",))))
    if manifest.images.mimes:
        assert "image_type" in codes(publishing, publishing.content(attachments=(replace(image, mime="image/x-other"),)))
    if manifest.images.alt_max:
        long = replace(image, alt="a" * 100_000)
        assert "alt_too_long" in codes(publishing, publishing.content(attachments=(long,)))


async def test_a_poll_is_published_where_there_are_polls(publishing):
    if not publishing.network.manifest.poll:
        pytest.skip("no polls there")
    content = publishing.content("Laquelle ?", poll=Poll(("La bleue", "La verte"), seconds=86400))
    assert codes(publishing, content) == set()
    await publishing.send(content)
    assert "La verte" in json.dumps(publishing.fake.state.dump(), ensure_ascii=False)


async def test_posts_belong_to_our_account(publishing):
    await publishing.send()
    assert publishing.fake.published()[0].account.startswith(ACCOUNT)


def test_every_word_is_an_error_of_the_network():
    assert {error.word for error in NetworkError.__subclasses__()} == {"temporary", "rate_limited", "permanent", "reauth", "unknown"}
