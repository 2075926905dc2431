import errno

import pytest

from diapason.core.body_limit import BodyLimit


class Reader:
    """An application that reads all of its body."""

    def __init__(self):
        self.read = 0

    async def __call__(self, scope, receive, send):
        more = True
        while more:
            message = await receive()
            self.read += len(message.get("body", b""))
            more = message.get("more_body", False)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})


async def ask(app, pieces, announced=None):
    headers = [] if announced is None else [(b"content-length", str(announced).encode())]
    sent, left = [], list(pieces)

    async def receive():
        body = left.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(left)}

    async def send(message):
        sent.append(message)

    await app({"type": "http", "headers": headers}, receive, send)
    return sent[0]["status"], left


async def test_a_body_within_the_limit_passes():
    reader = Reader()
    status, _ = await ask(BodyLimit(reader, 10, "no"), [b"12345", b"67890"], 10)
    assert (status, reader.read) == (200, 10)


async def test_a_body_announced_too_large_never_reaches_the_application():
    reader = Reader()
    status, _ = await ask(BodyLimit(reader, 10, "no"), [b"x" * 100], 2_000_000_000)
    assert (status, reader.read) == (413, 0)


async def test_a_body_that_turns_out_too_large_is_cut():
    reader = Reader()
    status, left = await ask(BodyLimit(reader, 10, "no"), [b"123456", b"789012", b"never read"])
    assert (status, reader.read, left) == (413, 6, [b"never read"])


@pytest.mark.parametrize("length", ["abc", "-5", ""])
async def test_a_length_that_is_not_a_number_is_counted_instead(length):
    reader = Reader()
    status, _ = await ask(BodyLimit(reader, 10, "no"), [b"12345", b"1234567"], length)
    assert status == 413


async def test_a_disk_that_is_full_is_said_and_any_other_failure_is_not_hidden():
    async def full(scope, receive, send):
        await receive()
        raise OSError(errno.ENOSPC, "no space left")

    async def broken(scope, receive, send):
        raise OSError(errno.EIO, "broken")

    status, _ = await ask(BodyLimit(full, 10, "no"), [b"12345", b"6"], 6)
    assert status == 507
    with pytest.raises(OSError, match="broken"):
        await ask(BodyLimit(broken, 10, "no"), [b"12345"], 5)
