"""The loop of the worker, with real connections and real calls."""

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.db import connection

from diapason.api.models import WebhookAttempt, WebhookMessage
from diapason.api.tests.receiver import receiving
from diapason.api.webhooks import endpoints, sender
from diapason.core import clock
from diapason.workspaces.members import member_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tests(endpoint, brand, camille):
    """Makes so many messages that are due."""

    def make(number: int, to=endpoint) -> None:
        now = clock.now()
        rows = [WebhookMessage(workspace=brand, endpoint=to, type="test.ping", created_at=now, next_at=now) for _ in range(number)]
        WebhookMessage.objects.bulk_create(rows)

    return make


def work(senders: int, until, *, most: float = 60) -> None:
    """Runs so many senders at once until `until()` is true."""

    async def run() -> None:
        stop = asyncio.Event()
        running = [asyncio.create_task(sender.Sender().run(stop)) for _ in range(senders)]
        end = time.monotonic() + most
        while time.monotonic() < end and not await asyncio.to_thread(closed, until):  # noqa: ASYNC110 - the database sets no event
            await asyncio.sleep(0.05)
        stop.set()
        await asyncio.gather(*running)

    def closed(question):
        try:
            return question()
        finally:
            connection.close()

    asyncio.run(run())


def test_two_workers_at_once_send_each_message_once(tests, receiver):
    tests(60)
    receiver.hang = 0.02
    work(2, lambda: not WebhookMessage.objects.filter(next_at__isnull=False).exists())
    assert set(Counter(got.headers["webhook-id"] for got in receiver.got).values()) == {1}
    assert len(receiver.got) == WebhookAttempt.objects.count() == 60


def test_a_server_that_hangs_keeps_no_other_waiting(tests, receiver, brand, camille, settings):
    with receiving() as slow:
        settings.TRUSTED_HOSTS = {*settings.TRUSTED_HOSTS, slow.host}
        slow.hang = 3
        hanging, _secret = endpoints.create(member_of(camille, brand.slug), url=slow.url, description="Slow", names=["post.created"])
        tests(60, to=hanging)
        tests(20)
        begun = time.monotonic()
        work(1, lambda: len(receiver.got) == 20)
        assert time.monotonic() - begun < 30  # where each waited for the one before: 45
        assert len(slow.got) <= 2 * sender.PER_ENDPOINT


def test_when_the_worker_stops_the_calls_under_way_are_ended_and_written(tests, receiver):
    tests(3)
    receiver.hang = 0.5
    work(1, lambda: len(receiver.got) == 3)
    assert WebhookMessage.objects.filter(state="delivered").count() == 3


@pytest.mark.faults
def test_a_worker_that_is_killed_in_the_middle_of_a_call_loses_nothing(tests, receiver):
    tests(1)
    receiver.hang = 30
    killed = worker(receiver)
    wait(lambda: len(receiver.got) == 1)
    killed.kill()
    killed.wait()
    assert WebhookMessage.objects.get().state == "sending"
    receiver.hang = 0
    WebhookMessage.objects.update(next_at=clock.now())  # the end of its lease
    other = worker(receiver)
    try:
        wait(lambda: WebhookMessage.objects.get().state == "delivered")
    finally:
        other.terminate()
        other.wait()
    first, second = receiver.got
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)


def worker(receiver) -> subprocess.Popen:
    """Another process on the database of the test, as `manage.py work` runs it."""
    found = connection.settings_dict
    parts = {"dbname": found["NAME"], "user": found["USER"], "password": found["PASSWORD"], "host": found["HOST"], "port": found["PORT"]}
    url = " ".join(f"{name}={value}" for name, value in parts.items() if value)
    env = {**os.environ, "DATABASE_URL": url, "DIAPASON_TRUSTED_HOSTS": receiver.host}
    return subprocess.Popen([sys.executable, "manage.py", "work"], env=env)


def wait(question, *, most: float = 60) -> None:
    end = time.monotonic() + most
    while not question():
        assert time.monotonic() < end
        time.sleep(0.1)
