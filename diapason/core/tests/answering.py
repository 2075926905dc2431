"""A server of this process that answers what a test tells it, byte for byte."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


@asynccontextmanager
async def server(answer: Callable[[str, str], bytes]) -> AsyncIterator[int]:
    """Answers `answer(path, host)`, the raw bytes of a response, then closes. Gives its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        host = next(line.split(":", 1)[1].strip() for line in head.splitlines() if line.lower().startswith("host:"))
        writer.write(answer(head.split()[1], host))
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listening:
        yield listening.sockets[0].getsockname()[1]


def reply(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\n{lines}content-length: {len(body)}\r\nconnection: close\r\n\r\n".encode() + body
