"""Mentions, the latest first: of all that was heard, or of one query."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from diapason.core import keyset
from diapason.listening import access, curating, files, filtering, marking
from diapason.listening.mentions import Mention
from diapason.listening.models import Query, Source
from diapason.listening.queries import fields
from diapason.listening.store import store
from diapason.listening.store.base import Found, Search
from diapason.workspaces import choosing
from diapason.workspaces.doors import Request, door
from diapason.workspaces.members import Member

SIZE = 30


@dataclass(frozen=True, slots=True)
class Shown:
    """`curated` is the address of a new post that quotes it."""

    mention: Mention
    source: Source | None
    curated: str


@door("listening.view")
def mentions(request: Request) -> HttpResponse:
    today = request.workspace.today
    period, chosen = choosing.chosen(request.GET, today), filtering.filters(request.GET.dict())
    query = asked(request)
    search = filtering.search(request.workspace, chosen, period, query.shown_id if query else None)
    found = Found([], None) if chosen.error else page(search, request.GET.get("cursor", ""))
    context = {
        "period": period,
        "choices": choosing.choices(request.GET, today),
        "kept": choosing.kept(request.GET),
        "chosen": chosen,
        "queries": access.queries(request.member),
        "query": query,
        "intents": fields.INTENTS,
        "sentiments": fields.SENTIMENTS,
        "tone": chosen.tone.name.lower() if chosen.tone is not None else "",
        "given": {name: request.GET[name] for name in filtering.FACTS if request.GET.get(name)},
        "mentions": shown(request.member, found.mentions),
        "next": filtering.written(found.next) if found.next else "",
        **marking.choices(request.member),
    }
    return render(request, "listening/mentions.html", context)


@door("listening.view")
def mentions_csv(request: Request) -> HttpResponseBase:
    """What the same filters show, as a file; nothing where they cannot be read."""
    period, chosen = choosing.chosen(request.GET, request.workspace.today), filtering.filters(request.GET.dict())
    if chosen.error:
        return redirect(f"{reverse('mentions', args=[request.workspace.slug])}?{request.GET.urlencode()}")
    query = asked(request)
    search = filtering.search(request.workspace, chosen, period, query.shown_id if query else None)
    response = StreamingHttpResponse(files.as_csv(request.workspace, search), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{request.workspace.slug}-mentions-{period.start}-{period.end}.csv"'
    return response


def asked(request: Request) -> Query | None:
    number = request.GET.get("query", "")
    return access.queries(request.member).filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None


def page(search: Search, cursor: str) -> Found:
    try:
        return store().search(search, SIZE, filtering.place(cursor))
    except keyset.BadCursor:
        return store().search(search, SIZE)


def shown(member: Member, found: Sequence[Mention]) -> list[Shown]:
    sources, slug = Source.objects.in_bulk({mention.source for mention in found}), member.workspace.slug
    writes = member.can("post.write")
    return [Shown(each, sources.get(each.source), curating.address(slug, each) if writes else "") for each in found]
