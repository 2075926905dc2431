"""What is sent, and what the fake answers, is what the vendor's own specification says."""

import importlib
import importlib.util

import pytest

from diapason.networks.base.content import Poll, ReplyTo
from diapason.networks.conformance.bench import OTHER


def specification_of(network):
    name = f"diapason.networks.{network.folder.name}.tests.specification"
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"no specification of {network} is known")
    specification = importlib.import_module(name)
    if not specification.available():
        pytest.skip(f"skipped: the specification of {network} is not on this machine (../shared/specs)")
    return specification


async def journey(bench):
    """Every kind of call that the connector makes, once."""
    network, manifest = bench.network, bench.network.manifest
    files = (bench.image(),) if manifest.images.maximum else ()
    more = ("La suite de https://example.com/x avec #accents",) if manifest.thread else ()
    sent = await bench.send(bench.content("Bonjour https://example.com/é #déco", *more, attachments=files))
    if manifest.poll:
        await bench.send(bench.content("Laquelle ?", poll=Poll(("La bleue", "La verte"))))
    step, done = await bench.prepared(bench.content("Jamais sortie"))
    await bench.find(step, done)
    await network.publish.recent(bench.connection, 3)
    post = next(post for post in bench.fake.published() if not post.parent)
    bench.fake.react(post.id, "like", OTHER)
    bench.fake.react(post.id, "reply", OTHER, "Bravo")
    if network.can("converse"):
        await converse(bench)
    if network.can("insights"):
        await network.insights.posts(bench.connection, [sent[-1].remote_id])
        await network.insights.account(bench.connection)
    await network.auth.check(bench.connection)
    bench.fake.expire()
    await network.publish.delete(bench.connection, sent[-1].remote_id)


async def converse(bench):
    for stream in bench.network.converse.STREAMS:
        for message in (await bench.network.converse.read(bench.connection, stream, "")).messages:
            reply = ReplyTo(message.remote_id, message.thread_id, message.author.handle, message.data)
            await bench.send(bench.content("Merci", reply_to=reply))


async def test_requests_and_answers_are_those_of_the_specification(publishing):
    specification = specification_of(publishing.network)
    await journey(publishing)
    found = [problem for exchange in publishing.recording.exchanges for problem in specification.problems(exchange)]
    assert "\n".join(dict.fromkeys(found)) == ""


async def test_the_specification_does_refuse_what_is_wrong(publishing):
    """Else a passing test would say nothing."""
    specification = specification_of(publishing.network)
    await publishing.send()
    wrong = [exchange for exchange in publishing.recording.exchanges if exchange.request.method == "POST"][-1]
    wrong.response = type(wrong.response)(200, json={"nonsense": True})
    assert specification.problems(wrong)
