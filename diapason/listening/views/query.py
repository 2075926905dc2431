"""One query: what it found in a period, who spoke, where, of what."""

from django.http import HttpResponse
from django.shortcuts import render

from diapason.core import parquet
from diapason.listening import access, annotating, asking, comparing, figures, filtering, labels, liking, places, stories, tables, topics
from diapason.listening.models import Query
from diapason.listening.shown import shown
from diapason.listening.store import store
from diapason.listening.store.base import What
from diapason.listening.unmet import unmet_spaces
from diapason.workspaces import choosing
from diapason.workspaces.doors import Request, door

LISTED, LATEST = 10, 10


@door("listening.view")
def query(request: Request, query_id: int) -> HttpResponse:
    found, today = access.access_query(request.member, query_id), request.workspace.today
    period = choosing.chosen(request.GET, today)
    before, codes = comparing.against(request.GET, period), annotating.chosen(request.GET.getlist("marks"))
    [row] = figures.heard([found], period, before) or [figures.Heard(found)]
    marks = annotating.marks(request.member, period, codes, found)
    context = {
        "query": found,
        "period": period,
        "choices": choosing.choices(request.GET, today),
        "kept": choosing.kept(request.GET),
        "before": before,
        "comparisons": comparing.choices(request.GET, period),
        "kinds": [(code, kind, code in codes) for code, kind in annotating.kinds().items()],
        "row": row,
        "tones": figures.tones(found, period, today, filtering.leading(request.workspace, found), before, marks),
        "sites": figures.named(figures.top(found, What.SITE, period, LISTED)),
        "authors": figures.authors(found, period, LISTED),
        "words": figures.named(figures.words(found, period, LISTED)),
        "liking": liking.chart(found, period, filtering.leading(request.workspace, found)),
        "names": figures.named(figures.top(found, What.NAME, period, LISTED)),
        "rising": figures.rising(found, period, LISTED),
        "searching": searching(found),
        "unmet": unmet_spaces(request.workspace, asking.read(found.shown.text)) if found.shown else [],
        "parquet": parquet.available(),
        "tables": [(code, name) for code, (name, _make) in tables.OF_QUERY.items()],
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


@door("listening.view")
def query_places(request: Request, query_id: int) -> HttpResponse:
    """Where it is said, in which countries and languages, and what its authors want: a part of the page, read after it."""
    found = access.access_query(request.member, query_id)
    period = choosing.chosen(request.GET, request.workspace.today)
    context = {
        "query": found,
        "period": period,
        "countries": places.countries(found, period),
        "sources": places.sources(found, period, LISTED),
        "languages": [(labels.of_language(each.value), each) for each in figures.top(found, What.LANGUAGE, period, LISTED)],
        "intents": [(str(labels.INTENTS.get(each.value, each.value)), each) for each in figures.top(found, What.INTENT, period, LISTED)],
    }
    return render(request, "listening/places.html", context)


@door("listening.view")
def query_stories(request: Request, query_id: int) -> HttpResponse:
    """What is said again and again: a part of the page, read after it."""
    found = access.access_query(request.member, query_id)
    period = choosing.chosen(request.GET, request.workspace.today)
    told = stories.of_query(request.workspace, found, period, LISTED)
    return render(request, "listening/stories.html", {"told": told, "period": period})
