"""Mentions, the latest first: of all that was heard, or of one query."""

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from diapason.core import keyset, parquet
from diapason.core.numbers import whole
from diapason.listening import access, figures, files, filtering, handling, marking, only
from diapason.listening.filtering import Filters
from diapason.listening.models import Query
from diapason.listening.queries import fields
from diapason.listening.shown import shown
from diapason.listening.store import store
from diapason.listening.store.base import Found, Search
from diapason.workspaces import choosing
from diapason.workspaces.doors import Request, door
from diapason.workspaces.periods import Period

SIZE = 20  # a row bears many acts: the page stays under 80 kB, whatever was said


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
        "tone": chosen.tone.name.lower() if chosen.tone is not None else "",
        "given": {name: request.GET[name] for name in (*filtering.FACTS, "since", "until") if request.GET.get(name)},
        "only": only.only(request.workspace, chosen),
        "many": counted(query, chosen, period, found, request.GET.get("cursor", "")),
        "part": filtering.part(request.GET, query),
        "mentions": shown(request.member, found.mentions),
        "team": handling.team(request.member) if request.member.can("mention.handle") else [],
        "parquet": parquet.available(),
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


def counted(query: Query | None, chosen: Filters, period: Period, found: Found, cursor: str) -> int | None:
    """How many there are, as the charts count them; None where no sum tells."""
    if not cursor and found.next is None:
        return len(found.mentions)
    narrowed = chosen.node or chosen.error or chosen.facts or chosen.ignored or chosen.since or chosen.until
    if narrowed or query is None or query.shown_id is None:
        return None
    [row] = figures.heard([query], period)
    return row.mentions if chosen.tone is None else row.by_tone[chosen.tone]


def asked(request: Request) -> Query | None:
    return access.queries(request.member).filter(pk=whole(request.GET.get("query", "")) or 0).first()


def page(search: Search, cursor: str) -> Found:
    try:
        return store().search(search, SIZE, filtering.place(cursor))
    except keyset.BadCursor:
        return store().search(search, SIZE)
