"""Telling people of the team things through a bot."""

import pytest

from diapason.core.crypto import Sealed
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import Permanent, Reauth
from diapason.networks.telegram import tell
from diapason.networks.telegram.fake import Fake


@pytest.fixture
def fake() -> Fake:
    return Fake()


@pytest.fixture
def line(fake) -> Connection:
    return Connection(fake.url, fake.client(), credentials=Sealed(fake.line()))


async def test_it_says_where_it_goes(line):
    assert await tell.greet(line) == "La cellule"


async def test_it_says_it(fake, line):
    await tell.tell(line, "28 mentions", "k1")
    assert [post.text for post in fake.published()] == ["28 mentions"]


@pytest.mark.parametrize(
    ("status", "word", "code"), [(401, Reauth, "bad_token"), (403, Permanent, "forbidden"), (400, Permanent, "no_chat")]
)
async def test_a_refusal_has_its_word(fake, line, status, word, code):
    fake.faults.unavailable(status=status, times=1)
    with pytest.raises(word) as refused:
        await tell.tell(line, "Hello", "k1")
    assert refused.value.code == code


@pytest.mark.parametrize("token", ["", "../../evil", "123", "1234:short"])
async def test_what_is_no_token_goes_nowhere(fake, line, token):
    line.credentials["token"] = token
    with pytest.raises(Permanent):
        await tell.tell(line, "Hello", "k1")
    assert fake.published() == []
