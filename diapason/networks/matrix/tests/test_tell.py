"""Telling people of the team things in a room."""

import pytest

from diapason.core.crypto import Sealed
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import Permanent, Reauth
from diapason.networks.matrix import tell
from diapason.networks.matrix.fake import Fake


@pytest.fixture
def fake() -> Fake:
    return Fake()


@pytest.fixture
def line(fake) -> Connection:
    return Connection(fake.url, fake.client(), credentials=Sealed(fake.line()))


async def test_it_says_where_it_goes(line):
    assert await tell.greet(line) == "@lumen:fake → #crew:fake"


async def test_the_same_key_says_nothing_twice(fake, line):
    for _again in range(2):
        await tell.tell(line, "28 mentions", "k1")
    assert [post.text for post in fake.published()] == ["28 mentions"]


@pytest.mark.parametrize(
    ("typed", "word", "code"),
    [
        ({"token": "other"}, Reauth, "forbidden"),
        ({"room": "#nowhere:fake"}, Permanent, "no_room"),
        ({"room": "!not-a-member:fake"}, Permanent, "forbidden"),
        ({"room": "crew"}, Permanent, "no_room"),
    ],
)
async def test_what_was_typed_wrong_is_said(fake, line, typed, word, code):
    line.credentials.update(typed)
    with pytest.raises(word) as refused:
        await tell.tell(line, "Hello", "k1")
    assert refused.value.code == code
