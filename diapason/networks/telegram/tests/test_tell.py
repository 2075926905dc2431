"""Telling people of the team things there."""

import pytest

from diapason.core.crypto import Sealed
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import Permanent, RateLimited, Reauth, Unknown
from diapason.networks.telegram import tell
from diapason.networks.telegram.fake import Fake


@pytest.fixture
def fake() -> Fake:
    return Fake()


def connection(fake, **typed) -> Connection:
    return Connection(fake.url, fake.client(), credentials=Sealed(**typed))


@pytest.fixture
def line(fake):
    return connection(fake, token=fake.token, chat=fake.join("crew", "La cellule"))


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


async def test_too_many_says_until_when(fake, line):
    fake.faults.rate_limited(times=1)
    with pytest.raises(RateLimited) as refused:
        await tell.tell(line, "Hello", "k1")
    assert refused.value.until


async def test_a_lost_answer_is_unknown(fake, line):
    fake.faults.drop(times=1)
    with pytest.raises(Unknown):
        await tell.tell(line, "Hello", "k1")


@pytest.mark.parametrize("token", ["", "../../evil", "123", "1234:short"])
async def test_what_is_no_token_goes_nowhere(fake, token):
    with pytest.raises(Permanent):
        await tell.tell(connection(fake, token=token, chat="1"), "Hello", "k1")


async def test_no_error_shows_the_token(fake, line):
    fake.faults.drop(times=1)
    with pytest.raises(Unknown) as lost:
        await tell.tell(line, "Hello", "k1")
    assert fake.token not in f"{lost.value} {lost.value.detail} {line!r}"
