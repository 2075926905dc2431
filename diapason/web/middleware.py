"""Toasts for requests made by htmx: they have no next page to appear on, so they leave with the answer."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib.messages import ERROR, get_messages
from django.http import HttpRequest, HttpResponse

from diapason.core.toasts import UNDO


def told(message: Any) -> dict[str, str]:
    tags = message.extra_tags or ""
    undo = tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
    return {"text": str(message.message), "undo": undo, "tone": "bad" if message.level >= ERROR else "ok"}


def events(header: str) -> dict[str, Any]:
    """What the view itself triggers: JSON, or names separated by commas."""
    if header.startswith("{"):
        found: dict[str, Any] = json.loads(header)
        return found
    return {name.strip(): {} for name in header.split(",") if name.strip()}


class ToastMiddleware:
    """Puts the waiting messages into `HX-Trigger`, where the `toasts` controller reads them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        leaves = "HX-Redirect" in response or "HX-Refresh" in response or 300 <= response.status_code < 400
        if request.headers.get("HX-Request") != "true" or leaves or getattr(response, "streaming", False):
            return response
        messages = [told(message) for message in get_messages(request)]
        if messages:
            toasts = {"toasts": {"items": messages, "target": "body"}}
            response["HX-Trigger"] = json.dumps(events(response.get("HX-Trigger", "")) | toasts)
        return response
