"""Saying that something was done, at the foot of the screen, with the way back.

`toast(request, _("The post was moved."), undo=url)`: `undo` is an address that takes a POST and restores. It reaches
the reader on the next page, or at once when the request came from htmx (`diapason.web.middleware`).
"""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

UNDO = "undo="


def toast(request: HttpRequest, text: str | Promise, *, undo: str = "", tone: str = "ok") -> None:
    """`tone` is ok or bad."""
    level = messages.ERROR if tone == "bad" else messages.SUCCESS
    messages.add_message(request, level, str(text), extra_tags=f"{UNDO}{undo}" if undo else "")
