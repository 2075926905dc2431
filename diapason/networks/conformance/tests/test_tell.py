"""Telling people of the team things: where it goes, the five words on a bad day, and no secret in any of them."""

import pytest

from diapason.core import clock
from diapason.core.crypto import Sealed
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import Permanent, RateLimited, Reauth, Temporary, Unknown
from diapason.networks.base.serving import load
from diapason.networks.conformance.tests.conftest import those


@pytest.fixture(**those("tell"))
def network(request):
    return request.param


@pytest.fixture
def fake(network):
    return load(network.slug)


@pytest.fixture
async def line(fake):
    async with fake.client() as session:
        yield Connection(fake.url, session, credentials=Sealed(fake.line()))


async def test_it_says_where_it_goes(network, line):
    assert await network.tell.greet(line)


async def test_what_is_told_is_received(network, fake, line):
    await network.tell.tell(line, "28 mentions", "k1")
    assert sum(fake.state.accepted.values()) == 1


async def test_too_many_says_until_when(network, fake, line):
    fake.faults.rate_limited(retry_after=40, times=1)
    with pytest.raises(RateLimited) as refused:
        await network.tell.tell(line, "Hello", "k1")
    assert refused.value.until
    assert refused.value.until > clock.now()


async def test_a_lost_answer_is_unknown_and_shows_no_token(network, fake, line):
    fake.faults.drop(times=1)
    with pytest.raises(Unknown) as lost:
        await network.tell.tell(line, "Hello", "k1")
    assert fake.line()["token"] not in f"{lost.value} {lost.value.detail} {line!r}"


async def test_a_server_that_is_down_has_received_nothing(network, fake, line):
    fake.faults.unavailable(times=1)
    with pytest.raises((Temporary, Unknown)):
        await network.tell.tell(line, "Hello", "k1")
    assert sum(fake.state.accepted.values()) == 0


async def test_a_token_of_nobody_is_refused_in_words_that_exist(network, fake, line):
    line.credentials["token"] = "123456:AAEhBOnobody_has_this_token_of_a_bot"
    with pytest.raises((Reauth, Permanent)) as refused:
        await network.tell.tell(line, "Hello", "k1")
    assert f"errors.{refused.value.code}" in network.strings["en"]
