"""The sandbox of the demo brand, and fakes in another process: what is closed there is really closed."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import httpx2
import pytest

from diapason.core import clock
from diapason.networks.base import registry
from diapason.networks.base.audience import PEOPLE, Audience, reactions
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Content, Result
from diapason.networks.base.errors import Unknown
from diapason.networks.base.fake import Published
from diapason.networks.base.sandbox import Sandbox, slugs
from diapason.networks.base.serving import load

KEY = "00000000-0000-4000-8000-000000000000"


@contextmanager
def running(*argv):
    """A fake of its own process; its address, and the process."""
    command = [sys.executable, "-m", *argv]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}) as process:
        try:
            assert process.stdout
            line = process.stdout.readline().split()
            assert line[0] == "ready", line
            yield line[2], process
        finally:
            process.terminate()
            process.wait(10)


def sandboxed():
    return [registry.get(slug) for slug in slugs() if registry.get(slug).can("publish")]


@pytest.fixture(params=sandboxed(), ids=lambda network: network.slug)
def network(request):
    return request.param


async def connected(network, fake, url, http):
    who = await network.auth.connect(Connection(url, http), fake.fields("maison-lumen"))
    return Connection(who.base_url, http, who.credentials, who.account_id, who.handle, who.declared)


async def send(network, link, text):
    done: list[Result] = []
    for step in network.publish.plan(Content((text,), title="Bonjour"), KEY):
        done.append(await network.publish.perform(link, step, done))
    return done


async def test_a_fake_in_another_process_really_closes_the_connection(network, settings):
    with running("diapason.networks.base.fake", network.slug, "--port", "0", "--faults", "--latency", "0.01") as (url, _):
        async with httpx2.AsyncClient() as http:
            settings.TRUSTED_HOSTS = {urlsplit(url).netloc}
            link = await connected(network, load(network.slug), url, http)
            await http.post(f"{url}/_faults", json={"kind": "drop", "calls": "mutations", "times": 1})
            steps = network.publish.plan(Content(("Une fois",), title="Bonjour"), KEY)
            since = clock.now() - timedelta(seconds=1)
            with pytest.raises(Unknown, match="connection was lost"):
                await network.publish.perform(link, steps[0], [])
            done = [await network.publish.find(link, steps[0], [], since)]
            assert done[0]
            for step in steps[1:]:
                done.append(await network.publish.perform(link, step, done))
            assert len((await http.get(f"{url}/_accepted")).json()["published"]) == 1
            assert (await http.get(f"{url}/_state")).json()["accepted"]


async def test_the_sandbox_serves_every_network_and_remembers_it(network, tmp_path, settings):
    state = tmp_path / "sandbox.json"
    for run in (1, 2):
        with running("diapason.networks.base.sandbox", "--port", "0", "--state", str(state)) as (url, _):
            async with httpx2.AsyncClient() as http:
                assert network.slug in (await http.get(url)).json()["networks"]
                settings.TRUSTED_HOSTS = {urlsplit(url).netloc}
                link = await connected(network, load(network.slug, url=f"{url}/{network.slug}"), f"{url}/{network.slug}", http)
                if run == 1:
                    await send(network, link, "Toujours là")
                (post,) = await network.publish.recent(link, 5)
                assert "Toujours là" in post.text
    kept = json.loads(state.read_text())
    assert network.slug in kept
    assert [path.name for path in tmp_path.iterdir()] == ["sandbox.json"]


async def test_an_account_can_be_made_before_the_sandbox_is_served(network, tmp_path, settings):
    sandbox = Sandbox(tmp_path / "sandbox.json", url=settings.SANDBOX_URL)
    who = await sandbox.join(network, "maison-lumen", "Maison Lumen")
    sandbox.save()
    again = Sandbox(tmp_path / "sandbox.json", url=settings.SANDBOX_URL)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=again.app)) as http:
        link = Connection(who.base_url, http, who.credentials, who.account_id, who.handle, who.declared)
        assert (await network.auth.check(link)).handle == who.handle
        assert (await send(network, link, "Bonjour"))[-1].url.startswith("http")


async def test_people_react_to_what_is_published_and_the_same_ones_for_the_same_post(network, time_machine):
    sandbox = Sandbox()
    who = await sandbox.join(network, "maison-lumen")
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=sandbox.app)) as http:
        link = Connection(who.base_url, http, who.credentials, who.account_id, who.handle, who.declared)
        await send(network, link, "Bonjour à tous, voici les nouvelles de la maison")
        sandbox.tick()
        audience = sandbox.audiences[network.slug]
        planned = list(audience.waiting)
        assert planned
        time_machine.move_to(clock.now() + timedelta(minutes=2), tick=False)
        sandbox.tick()
        assert audience.waiting == []
        replies = [post for post in sandbox.fakes[network.slug].published() if post.parent]
        assert len(replies) == sum(reaction.kind == "reply" for reaction in planned)


def test_an_audience_is_the_same_for_the_same_seed_and_speaks_the_language_of_the_post():
    french = Published("1", "Voici les nouvelles de la maison pour vous", "lumen", "")
    english = Published("1", "Here is what is new in the shop", "lumen", "")
    assert reactions(french, 1, 0) == reactions(french, 1, 0)
    assert reactions(french, 1, 0) != reactions(french, 2, 0)
    said = {text for seed in range(30) for one in reactions(english, seed, 0) if (text := one.text)}
    assert said
    assert not any("é" in text for text in said)
    assert {one.author for one in reactions(french, 1, 0)} <= set(PEOPLE)


def test_what_people_were_about_to_do_survives_a_restart(network):
    audience = Audience(load(network.slug))
    audience.waiting = reactions(Published("1", "Bonjour", "lumen", ""), 1, 0)
    other = Audience(load(network.slug))
    other.load(json.loads(json.dumps(audience.dump())))
    assert other.waiting == audience.waiting
