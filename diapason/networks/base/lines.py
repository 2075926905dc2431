"""A line that a network speaks on (a WebSocket), its failures told in the five words."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager

import httpx2
from websockets import exceptions as broken
from websockets.asyncio.client import ClientConnection

from diapason.core import http, sockets
from diapason.networks.base.answers import error_for
from diapason.networks.base.errors import NetworkError, Permanent, Temporary

TOO_BIG = 1009  # RFC 6455: what closed the connection was too large to be taken


class TooLarge(Temporary):
    """A message was larger than we take. The line is closed; asked again from the same place, it brings the same message."""


class Line:
    """`silence`: seconds without a word after which it is taken for dead although the other side says that it lives; None: never."""

    def __init__(self, connection: ClientConnection, silence: float | None) -> None:
        self.connection, self.silence = connection, silence

    async def next(self) -> str | bytes:
        with told():
            try:
                async with asyncio.timeout(self.silence):
                    return await self.connection.recv()
            except TimeoutError as error:
                raise Temporary(f"Nothing came for {self.silence:.0f} seconds.", code="silent") from error

    async def __aiter__(self) -> AsyncIterator[str | bytes]:
        while True:
            yield await self.next()


@asynccontextmanager
async def line(
    url: str, *, headers: Mapping[str, str] | None = None, silence: float | None = None, longest: int = sockets.LONGEST
) -> AsyncIterator[Line]:
    """Raises the five words, also from within the block."""
    with told():
        async with sockets.connect(url, headers=headers, longest=longest) as connection:
            yield Line(connection, silence)


@contextmanager
def told() -> Iterator[None]:
    try:
        yield
    except broken.InvalidStatus as error:
        answer = httpx2.Response(error.response.status_code, headers=list(error.response.headers.raw_items()))
        raise error_for(answer, mutation=False) or Temporary(f"HTTP {answer.status_code}", code="not_a_stream") from error
    except broken.ConnectionClosed as error:
        raise closed(error) from error
    except (broken.InvalidURI, broken.InvalidHandshake) as error:
        raise Permanent("The server does not speak on this address as a stream does.", code="not_a_stream") from error
    except http.Refused as error:
        raise Permanent(str(error), code="address_refused") from error
    except (httpx2.HTTPError, ssl.SSLError, OSError, TimeoutError) as error:
        raise Temporary("The server could not be reached.") from error


def closed(error: broken.ConnectionClosed) -> NetworkError:
    """Whoever closed it, and however: what was said after our place is said again to those who come back."""
    if error.sent and error.sent.code == TOO_BIG and not error.rcvd_then_sent:
        return TooLarge("A message was too large to be taken.", code="too_large")
    return Temporary("The connection was lost.", code="cut")
