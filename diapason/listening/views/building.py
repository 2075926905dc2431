"""A query clicked together: its blocks from its text, and its text from its blocks."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from diapason.listening import building
from diapason.workspaces.doors import Request, door


@require_POST
@door("listening.view")
def query_blocks(request: Request) -> HttpResponse:
    """`act`: `read` gives the blocks of `text`; `write` gives the text of the blocks (`b.kind`, `b-0.text`…) alone; `add:…`, `remove:…`
    and `show` give both."""
    act = request.POST.get("act", "")
    builder = building.of_text(request.POST.get("text", "")) if act == "read" else building.of_form(request.POST.dict())
    part = "listening/builder/_written.html" if act == "write" else "listening/builder/builder.html"
    return render(request, part, {"builder": builder})
