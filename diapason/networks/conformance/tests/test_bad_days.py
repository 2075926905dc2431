"""How a connector behaves when the network does not: the five words, and nothing twice."""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta

import httpx2
import pytest

from diapason.core import clock
from diapason.networks.base.content import Repeat
from diapason.networks.base.errors import NetworkError, Permanent, RateLimited, Reauth, Temporary, Unknown
from diapason.networks.base.faults import SHAPES
from diapason.networks.conformance.bench import bench_of

# Faults after which the post is out although nobody was told so.
LOST = {
    "dropped": lambda faults: faults.drop(times=1),
    "slow": lambda faults: faults.slow(60, times=1, calls="mutations"),
    "error after": lambda faults: faults.unavailable(after=True, times=1, calls="mutations"),
    "not JSON": lambda faults: faults.garble("html", times=1, calls="mutations"),
    "cut": lambda faults: faults.garble("truncated", times=1, calls="mutations"),
}


@pytest.fixture(params=list(LOST.values()), ids=list(LOST))
def lose(request):
    return request.param


async def test_a_lost_answer_is_unknown_and_the_post_is_found_again(publishing, lose):
    step, done = await publishing.prepared(publishing.content("Une seule fois"))
    since = clock.now()
    lose(publishing.fake.faults)
    with pytest.raises(Unknown):
        await publishing.network.publish.perform(publishing.connection, step, done)
    found = await publishing.find(step, done, since)
    assert found
    assert found.remote_id
    assert found.url.startswith("http")
    assert len(publishing.posts()) == 1


async def test_what_was_found_serves_the_steps_that_follow(publishing):
    if not publishing.network.manifest.thread:
        pytest.skip("no threads there")
    first, second = publishing.plan(publishing.content("Un", "Deux"))
    since = clock.now()
    publishing.fake.faults.drop(times=1)
    with pytest.raises(Unknown):
        await publishing.perform([first])
    found = await publishing.find(first, [], since)
    await publishing.perform([first, second], [found])
    posts = publishing.fake.published()
    assert [post.parent for post in posts] == ["", posts[0].id]


async def test_a_second_part_whose_answer_was_lost_is_found(publishing):
    if not publishing.network.manifest.thread:
        pytest.skip("no threads there")
    steps = publishing.plan(publishing.content("Encore", "Encore"))
    done = await publishing.perform(steps[:1])
    assert await publishing.find(steps[1], done, clock.now() - timedelta(minutes=1)) is None
    publishing.fake.faults.drop(times=1)
    with pytest.raises(Unknown):
        await publishing.perform(steps, done)
    found = await publishing.find(steps[1], done, clock.now() - timedelta(minutes=1))
    assert found
    assert found.remote_id != done[0].remote_id


async def test_a_post_with_a_picture_is_found_again(publishing):
    if not publishing.network.manifest.images.maximum:
        pytest.skip("no pictures there")
    step, done = await publishing.prepared(publishing.content("Avec photo", attachments=(publishing.image(),)))
    since = clock.now()
    publishing.fake.faults.drop(times=1)
    with pytest.raises(Unknown):
        await publishing.network.publish.perform(publishing.connection, step, done)
    assert await publishing.find(step, done, since)


async def test_nothing_is_found_of_what_was_never_done(publishing):
    step, done = await publishing.prepared(publishing.content("Jamais sortie"))
    assert await publishing.find(step, done) is None


async def test_the_same_words_published_before_are_another_post(publishing, time_machine):
    time_machine.move_to(clock.now() - timedelta(days=1))
    await publishing.send(publishing.content("Ouvert demain"))
    time_machine.shift(timedelta(hours=23))
    step, done = await publishing.prepared(publishing.content("Ouvert demain"))
    assert await publishing.find(step, done, clock.now()) is None


async def test_a_step_with_a_key_makes_one_post_however_often_it_is_sent(publishing):
    step, done = await publishing.prepared(publishing.content("Une fois pour toutes"))
    if step.repeat is not Repeat.KEYED:
        pytest.skip("no keys there: it looks, and asks a person")
    first = await publishing.network.publish.perform(publishing.connection, step, done)
    again = await publishing.network.publish.perform(publishing.connection, step, done)
    assert again.remote_id == first.remote_id
    assert len(publishing.posts()) == 1


async def test_a_repeat_after_a_lost_answer_makes_one_post(publishing):
    step, done = await publishing.prepared(publishing.content("Une fois pour toutes"))
    if step.repeat is not Repeat.KEYED:
        pytest.skip("no keys there: it looks, and asks a person")
    publishing.fake.faults.drop(times=1)
    with pytest.raises(Unknown):
        await publishing.network.publish.perform(publishing.connection, step, done)
    assert (await publishing.network.publish.perform(publishing.connection, step, done)).remote_id
    assert len(publishing.posts()) == 1


WORDS = [
    (400, Permanent),
    (403, Permanent),
    (408, Unknown),
    (422, Permanent),
    (500, Unknown),
    (502, Unknown),
    (503, Unknown),
    (504, Unknown),
]


@pytest.mark.parametrize(("status", "word"), WORDS, ids=[str(status) for status, _ in WORDS])
async def test_each_status_of_a_mutation_has_its_word(publishing, status, word):
    step, done = await publishing.prepared(publishing.content())
    publishing.fake.faults.add("status", status=status, calls="mutations")
    with pytest.raises(word):
        await publishing.network.publish.perform(publishing.connection, step, done)
    assert publishing.posts() == []


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
async def test_a_read_that_fails_is_temporary(publishing, status):
    publishing.fake.faults.add("status", status=status)
    with pytest.raises(Temporary):
        await publishing.network.publish.recent(publishing.connection, 5)
    with pytest.raises(Temporary):
        await publishing.network.auth.check(publishing.connection)


async def test_a_rate_limit_carries_its_time(publishing):
    step, done = await publishing.prepared(publishing.content())
    publishing.fake.faults.rate_limited(retry_after=40)
    with pytest.raises(RateLimited) as limited:
        await publishing.network.publish.perform(publishing.connection, step, done)
    assert limited.value.until is not None
    assert timedelta(seconds=30) < limited.value.until - clock.now() < timedelta(seconds=50)


async def test_a_rate_limit_without_a_time_is_still_one(publishing):
    step, done = await publishing.prepared(publishing.content())
    publishing.fake.faults.rate_limited()
    with pytest.raises(RateLimited):
        await publishing.network.publish.perform(publishing.connection, step, done)


async def test_an_access_refused_for_ever_needs_a_person(publishing):
    step, done = await publishing.prepared(publishing.content())
    publishing.fake.faults.unauthorized()
    with pytest.raises(Reauth):
        await publishing.network.publish.perform(publishing.connection, step, done)
    with pytest.raises(Reauth):
        await publishing.network.auth.check(publishing.connection)
    assert publishing.posts() == []


async def test_a_server_that_cannot_be_reached_was_told_nothing(publishing):
    class Closed(httpx2.AsyncBaseTransport):
        async def handle_async_request(self, request):
            raise httpx2.ConnectError("refused")

    step, done = await publishing.prepared(publishing.content())
    async with httpx2.AsyncClient(transport=Closed()) as nowhere:
        publishing.connection.http = nowhere
        with pytest.raises(Temporary):
            await publishing.network.publish.perform(publishing.connection, step, done)


async def test_files_that_the_network_lost_once_are_given_again(publishing):
    if not publishing.network.manifest.images.maximum:
        pytest.skip("no pictures there")
    publishing.fake.faults.lose_media(times=1)
    await publishing.send(publishing.content("Avec photo", attachments=(publishing.image(),)))
    assert len(publishing.posts()) == 1


async def test_files_that_the_network_always_loses_stop_the_post_with_a_reason(publishing):
    if not publishing.network.manifest.images.maximum:
        pytest.skip("no pictures there")
    publishing.fake.faults.lose_media()
    with pytest.raises(Permanent) as refused:
        await publishing.send(publishing.content("Avec photo", attachments=(publishing.image(),)))
    assert f"errors.{refused.value.code}" in publishing.network.strings["en"]
    assert publishing.posts() == []


# ── Accesses that end ────────────────────────────────────────────────────────────────────────────────────────────────
async def test_an_ended_access_is_renewed_once_and_saved_before_it_is_used(publishing):
    before = dict(publishing.connection.credentials)
    publishing.fake.expire()
    await asyncio.gather(*(publishing.network.publish.recent(publishing.connection, 5) for _ in range(5)))
    if not publishing.saved and publishing.connection.credentials == before:
        pytest.skip("accesses do not end there")
    assert len(publishing.saved) == 1
    assert publishing.saved[0] == publishing.connection.credentials
    renewed = new_secrets(before, publishing.connection.credentials)
    uses = [exchange for exchange in publishing.recording.exchanges if any(secret in said(exchange.request) for secret in renewed)]
    assert uses, "the renewed access was never used"


async def test_an_access_that_ends_between_two_steps_loses_nothing(publishing):
    steps = publishing.plan(publishing.content("Un", *(["Deux"] if publishing.network.manifest.thread else [])))
    done = await publishing.perform(steps[:-1])
    publishing.fake.expire()
    await publishing.perform(steps, done)
    assert len(publishing.posts()) == sum(step.publishes for step in steps)


async def test_an_access_that_cannot_be_saved_is_not_used(publishing):
    publishing.fake.expire()

    async def fail(credentials):
        raise OSError("the database is away")

    publishing.connection.keep = fail
    before = dict(publishing.connection.credentials)
    try:
        await publishing.network.publish.recent(publishing.connection, 5)
    except OSError:
        assert dict(publishing.connection.credentials) == before
    else:
        assert dict(publishing.connection.credentials) == before, "accesses that do not end stay as they are"


def new_secrets(before, after) -> list[str]:
    return [value for name, value in after.items() if isinstance(value, str) and value != before.get(name) and len(value) > 8]


def said(request) -> str:
    return " ".join(request.headers.values())


# ── Secrets ──────────────────────────────────────────────────────────────────────────────────────────────────────────
async def test_no_secret_is_in_a_repr_a_log_or_an_exception(publishing, caplog):
    caplog.set_level(logging.DEBUG)
    secrets = [value for value in publishing.connection.credentials.values() if isinstance(value, str) and len(value) > 8]
    texts = [repr(publishing.connection), str(publishing.connection), f"{publishing.connection.credentials}"]
    for status in (400, 401, 403, 422, 429, 500):
        publishing.fake.faults.clear()
        publishing.fake.faults.add("status", status=status)
        texts += await failure(publishing)
    for shape in ("html", "wrong"):
        publishing.fake.faults.clear()
        publishing.fake.faults.garble(shape)
        texts += await failure(publishing)
    texts += [record.getMessage() for record in caplog.records]
    assert secrets
    assert [secret for secret in secrets if any(secret in text for text in texts)] == []


async def failure(bench) -> list[str]:
    """Every word of the errors that a post raises, their causes included."""
    try:
        await bench.send()
    except NetworkError as error:
        return list(words(error))
    return []


def words(error):
    while error:
        yield from (str(error), repr(error), repr(error.args))
        error = error.__cause__ or error.__context__


# ── Hostile answers ──────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("shape", SHAPES)
async def test_a_post_whose_answer_makes_no_sense_is_unknown(publishing, shape):
    step, done = await publishing.prepared(publishing.content("Une seule fois"))
    since = clock.now()
    publishing.fake.faults.garble(shape, calls="mutations")
    with pytest.raises(Unknown):
        await publishing.network.publish.perform(publishing.connection, step, done)
    publishing.fake.faults.clear()
    assert await publishing.find(step, done, since)
    assert len(publishing.posts()) == 1


@pytest.mark.parametrize("shape", SHAPES)
async def test_reads_of_nonsense_raise_one_of_the_five_words(connecting, shape):
    """Or give nothing; never another exception, and never an invented post."""
    bench = connecting
    sent = await bench.send() if bench.network.can("publish") else []
    reads = [bench.network.auth.check]
    if bench.network.can("publish"):
        reads += [lambda link: bench.network.publish.recent(link, 5)]
    if bench.network.can("converse"):
        reads += [lambda link, one=stream: bench.network.converse.read(link, one, "") for stream in bench.network.converse.STREAMS]
    if bench.network.can("insights"):
        reads += [bench.network.insights.account, lambda link: bench.network.insights.posts(link, [sent[-1].remote_id])]
    bench.fake.faults.garble(shape, calls="reads")
    for read in reads:
        with suppress(Temporary, Permanent):
            await read(bench.connection)


async def test_two_networks_do_not_share_their_faults(publishing):
    publishing.fake.faults.unavailable()
    async with bench_of(publishing.network) as other:
        await other.send()
        assert len(other.posts()) == 1
