"""Telling a team in a room of Synapse, the server by those who write the protocol."""

import uuid

import httpx2
import pytest

from diapason.core import clock
from diapason.core.crypto import Sealed
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import Permanent, RateLimited, Reauth, Unknown
from diapason.networks.matrix import tell
from tests.servers import lossy

pytestmark = pytest.mark.real_server


@pytest.fixture
async def http():
    async with httpx2.AsyncClient(timeout=60) as client:
        yield client


def line_to(url, http, account, room):
    return Connection(url, http, credentials=Sealed({"token": account.token, "room": room}))


@pytest.fixture
def line(matrix_server, http):
    return line_to(matrix_server.url, http, matrix_server.team, matrix_server.room.alias)


async def test_it_says_as_whom_and_where_it_speaks(line):
    assert await tell.greet(line) == "@atelier:matrix.test → #crew:matrix.test"


async def test_a_message_is_said_once_whether_the_room_is_named_or_numbered(matrix_server, line):
    text, key = f"28 mentions en 2 h · « délai » {uuid.uuid4()}", str(uuid.uuid4())
    await tell.tell(line, text, key)
    line.credentials["room"] = matrix_server.room.id
    await tell.tell(line, text, key)
    assert matrix_server.said(matrix_server.room).count(text) == 1


async def test_a_message_whose_answer_was_lost_is_sent_again_and_said_once(matrix_server, http):
    text, key = f"Lost {uuid.uuid4()}", str(uuid.uuid4())
    with lossy.before(matrix_server.url) as door:
        line = line_to(door.url, http, matrix_server.team, matrix_server.room.alias)
        door.lose("PUT", "/send/m.room.message/")
        with pytest.raises(Unknown):
            await tell.tell(line, text, key)
        await tell.tell(line, text, key)
    assert [method for method, _path, _status in door.done].count("PUT") == 2
    assert matrix_server.said(matrix_server.room).count(text) == 1


async def test_the_longest_message_that_we_send_is_taken(matrix_server, line):
    text = f"{uuid.uuid4()} " + "📢" * tell.LONGEST
    await tell.tell(line, text, str(uuid.uuid4()))
    assert text[: tell.LONGEST] in matrix_server.said(matrix_server.room)


async def test_what_was_typed_wrong_is_said(matrix_server, line):
    for typed, word, code in (
        ({"token": "syt_other"}, Reauth, "forbidden"),
        ({"room": "#nowhere:matrix.test"}, Permanent, "no_room"),
        ({"room": matrix_server.closed.id}, Permanent, "forbidden"),
        ({"room": matrix_server.closed.alias}, Permanent, "forbidden"),
    ):
        right = dict(line.credentials)
        line.credentials.update(typed)
        with pytest.raises(word) as refused:
            await tell.tell(line, "Hello", str(uuid.uuid4()))
        assert refused.value.code == code
        line.credentials.update(right)


async def test_when_it_is_told_too_much_it_says_how_long_to_wait(matrix_server, http):
    line = line_to(matrix_server.url, http, matrix_server.stranger, matrix_server.closed.id)

    async def too_much():
        for _number in range(30):
            await tell.tell(line, "Hello", str(uuid.uuid4()))

    with pytest.raises(RateLimited) as refused:
        await too_much()
    assert refused.value.until
    assert clock.now() < refused.value.until
