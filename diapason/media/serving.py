"""Files of the library sent to a browser: with their own type only, in ranges, and never run."""

import asyncio
import mimetypes
import re
from collections.abc import AsyncIterator, Iterator

from django.core.exceptions import SuspiciousOperation
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

CHUNK = 256 * 1024
TYPES = {"jpg", "png", "gif", "webp", "mp4", "webm"}
RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
SANDBOX = "default-src 'none'; sandbox"


class BadRange(Exception):
    """A range that the file does not have."""


def serve(request: HttpRequest, name: str) -> HttpResponseBase:
    """The stored file `name`, whose reader was checked by the caller. Raises Http404 where it is gone."""
    extension = name.rsplit(".", 1)[-1]
    if extension not in TYPES:
        raise Http404
    try:
        size = default_storage.size(name)
    except (OSError, SuspiciousOperation) as error:
        raise Http404 from error
    response = respond(request, name, size)
    response.headers["Content-Type"] = mimetypes.types_map[f".{extension}"]
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return response


def span(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for, the whole file where no single range is. Raises BadRange."""
    match = RANGE.fullmatch(header.strip())
    if not match or match.groups() == ("", ""):
        return None
    start, end = match.groups()
    first, last = (int(start), min(int(end or size), size - 1)) if start else (max(0, size - int(end)), size - 1)
    if first > last:
        raise BadRange
    return first, last


def respond(request: HttpRequest, name: str, size: int) -> HttpResponseBase:
    try:
        asked = span(request.headers.get("Range", ""), size)
    except BadRange:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = asked or (0, size - 1)
    body = pieces(default_storage.open(name), first, last - first + 1)
    response = StreamingHttpResponse(in_threads(body) if isinstance(request, ASGIRequest) else body, status=206 if asked else 200)
    response.headers["Content-Length"] = str(last - first + 1)
    if asked:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def pieces(file: "File[bytes]", start: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(CHUNK, length))):
            length -= len(piece)
            yield piece


async def in_threads(body: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Under ASGI a plain iterator would be read whole into memory first."""
    while (piece := await asyncio.to_thread(next, body, None)) is not None:
        yield piece
