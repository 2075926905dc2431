"""Stops an upload that is too large, or that the disk cannot take, while it comes in, and leaves nothing of it on the disk."""

import contextlib
import functools
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.datastructures import MultiValueDict
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from diapason.media import storing
from diapason.workspaces.doors import Request, door

TOO_LARGE, NO_ROOM = 413, 507
FORM_BYTES = 1_000_000  # what a form may weigh beside its file


def limit() -> int:
    """The largest file taken, in bytes."""
    return int(settings.MAX_UPLOAD_MB) * 1_000_000


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Sets `request.upload_refused` (413 or 507) when it stops: on the announced length before reading, else on what came."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.received, self.most = 0, most

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None) -> Any:  # noqa: N803
        if content_length <= self.most + FORM_BYTES:
            return None
        refuse(self.request, TOO_LARGE)
        return QueryDict(), MultiValueDict()  # read nothing

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > self.most:
            self.stop(TOO_LARGE)
        try:
            super().receive_data_chunk(raw_data, start)
            self.file.flush()  # what the disk cannot take is known here, not when the file is closed
        except OSError as error:
            if not storing.is_full(error):
                raise
            self.stop(NO_ROOM)

    def stop(self, status: int) -> None:
        refuse(self.request, status)
        with contextlib.suppress(OSError):
            self.upload_interrupted()
        raise StopUpload(connection_reset=True)  # the rest is not read either


def refuse(request: Any, status: int) -> None:
    request.upload_refused = status


def upload_form(
    permission: str, page: Callable[[Request, str, int], HttpResponse], too_large: Callable[[], str], most: Callable[[], int] | None = None
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponseBase]]:
    """For the page of a form that sends one file: behind the door of `permission`, and `capped`. `page(request, error, status)` draws
    it again for a file that was not read to its end."""

    def refused_unread(request: HttpRequest, status: int, slug: str) -> HttpResponseBase:
        error = str(storing.no_room()) if status == NO_ROOM else too_large()
        # Through the door, for nothing was checked yet.
        return cast(HttpResponseBase, door(permission)(lambda passed: page(passed, error, status))(request, slug))

    return lambda view: capped(refused_unread, most)(door(permission)(view))


def capped(
    refusal: Callable[..., HttpResponseBase], most: Callable[[], int] | None = None
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """For a view that takes files: `refusal(request, status, **kwargs)` answers for one that is too large (413), or that the disk
    has no room for (507). `most` gives the bytes that are taken, those of the library when it is left out.

    The form's token is checked after, because the body must be read with these handlers to find it.
    """

    def wrap(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        protected = csrf_protect(view)

        @csrf_exempt
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                request.upload_handlers = [CappedUploadHandler(request, (most or limit)())]
                _ = request.FILES
                if status := getattr(request, "upload_refused", 0):
                    return refusal(request, status, *args, **kwargs)
            return protected(request, *args, **kwargs)

        return guarded

    return wrap
