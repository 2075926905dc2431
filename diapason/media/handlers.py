"""Stops an upload that is too large while it comes in, and leaves nothing of it on the disk."""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.datastructures import MultiValueDict
from django.views.decorators.csrf import csrf_exempt, csrf_protect

FORM_BYTES = 1_000_000  # what a form may weigh beside its file


def limit() -> int:
    """The largest file taken, in bytes."""
    return int(settings.MAX_UPLOAD_MB) * 1_000_000


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Sets `request.upload_too_large` when it stops: on the announced length before reading, else on what came."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.received = 0

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None) -> Any:  # noqa: N803
        if content_length <= limit() + FORM_BYTES:
            return None
        too_large(self.request)
        return QueryDict(), MultiValueDict()  # read nothing

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > limit():
            too_large(self.request)
            self.upload_interrupted()
            raise StopUpload(connection_reset=True)  # the rest is not read either
        super().receive_data_chunk(raw_data, start)


def too_large(request: Any) -> None:
    request.upload_too_large = True


def capped(refusal: Callable[..., HttpResponseBase]) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """For a view that takes files: `refusal(request, **kwargs)` answers for one that is too large.

    The form's token is checked after, because the body must be read with these handlers to find it.
    """

    def wrap(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        protected = csrf_protect(view)

        @csrf_exempt
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                request.upload_handlers = [CappedUploadHandler(request)]
                _ = request.FILES
                if getattr(request, "upload_too_large", False):
                    return refusal(request, *args, **kwargs)
            return protected(request, *args, **kwargs)

        return guarded

    return wrap
