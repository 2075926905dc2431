"""One query: what it found in a period, who spoke, where, of what."""

from django.http import HttpResponse
from django.shortcuts import render

from diapason.listening import access, figures, filtering, liking, topics
from diapason.listening.models import Query
from diapason.listening.store import store
from diapason.listening.store.base import What
from diapason.listening.views.mentions import shown
from diapason.workspaces import choosing
from diapason.workspaces.doors import Request, door

LISTED, LATEST = 10, 10


@door("listening.view")
def query(request: Request, query_id: int) -> HttpResponse:
    found, today = access.access_query(request.member, query_id), request.workspace.today
    period = choosing.chosen(request.GET, today)
    [row] = figures.heard([found], period) or [figures.Heard(found)]
    context = {
        "query": found,
        "period": period,
        "choices": choosing.choices(request.GET, today),
        "kept": choosing.kept(request.GET),
        "row": row,
        "tones": figures.tones(found, period, today, filtering.leading(request.workspace, found)),
        "sites": figures.named(figures.top(found, What.SITE, period, LISTED)),
        "authors": figures.authors(found, period, LISTED),
        "words": figures.named(figures.words(found, period, LISTED)),
        "liking": liking.chart(found, period, filtering.leading(request.workspace, found)),
        "names": figures.named(figures.top(found, What.NAME, period, LISTED)),
        "rising": figures.rising(found, period, LISTED),
        "searching": searching(found),
    }
    return render(request, "listening/query.html", context)


def searching(query: Query) -> bool:
    """Whether a wording of the query has not searched the whole past yet."""
    return query.wordings.filter(past_done_at=None, retired_at=None).exists()


@door("listening.view")
def query_latest(request: Request, query_id: int) -> HttpResponse:
    """The latest mentions: a part of the page, read after it."""
    found = access.access_query(request.member, query_id)
    period = choosing.chosen(request.GET, request.workspace.today)
    search = filtering.search(request.workspace, filtering.Filters(), period, found.shown_id)
    latest = store().search(search, LATEST)
    return render(request, "listening/latest.html", {"query": found, "period": period, "mentions": shown(request.member, latest.mentions)})


@door("listening.view")
def query_topics(request: Request, query_id: int) -> HttpResponse:
    """What is spoken of now: a part of the page, read after it."""
    found = access.access_query(request.member, query_id)
    period = choosing.chosen(request.GET, request.workspace.today)
    return render(
        request, "listening/topics.html", {"query": found, "period": period, "topics": topics.topics(request.workspace, found, period)}
    )
