"""Telling people of the team things there: a direct message that names them."""

import pytest

from diapason.core.crypto import Sealed
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import Permanent, Reauth
from diapason.networks.mastodon import tell
from diapason.networks.mastodon.fake import Fake


@pytest.fixture
def fake() -> Fake:
    return Fake()


@pytest.fixture
def line(fake) -> Connection:
    return Connection(fake.url, fake.client(), credentials=Sealed(fake.line()))


async def test_it_says_who_speaks_and_who_is_told(line):
    assert await tell.greet(line) == "@lumen → @yanis@example.social @camille"


async def test_it_is_said_to_them_alone_and_once(fake, line):
    for _again in range(2):
        await tell.tell(line, "28 mentions", "k1")
    [status] = fake.state["statuses"].values()
    assert status["visibility"] == "direct"
    assert status["text"].startswith("@yanis@example.social @camille 28 mentions")


async def test_nobody_and_a_wrong_token_are_said(line):
    line.credentials["handle"] = " "
    with pytest.raises(Permanent):
        await tell.tell(line, "Hello", "k1")
    line.credentials.update(handle="camille", token="other")
    with pytest.raises(Reauth):
        await tell.tell(line, "Hello", "k1")
