"""What the brand could say now (L7)."""

from django.http import HttpResponse
from django.shortcuts import render

from diapason.listening import access, handling, marking, opportunities
from diapason.listening.models import Query
from diapason.listening.shown import shown
from diapason.workspaces.doors import Request, door
from diapason.workspaces.members import Member

MOST = 3  # queries whose rising words are shown


def told_of(member: Member) -> list[Query]:
    """The sector and topics first, for what everybody speaks of; then the brand."""
    order = [Query.Purpose.SECTOR, Query.Purpose.TOPIC, Query.Purpose.BRAND]
    found = [query for query in access.queries(member) if query.purpose in order and query.shown_id]
    return sorted(found, key=lambda query: (order.index(Query.Purpose(query.purpose)), query.pk))[:MOST]


@door("listening.view")
def opportunities_now(request: Request) -> HttpResponse:
    queries = told_of(request.member)
    context = {
        "moments": opportunities.moments(request.member),
        "queries": queries,
        "period": opportunities.now(request.workspace.today),
        "mentions": shown(request.member, opportunities.questions(request.member, queries)),
        "team": handling.team(request.member) if request.member.can("mention.handle") else [],
        **marking.choices(request.member),
    }
    return render(request, "listening/opportunities.html", context)


@door("listening.view")
def opportunities_rising(request: Request, query_id: int) -> HttpResponse:
    """The words that rise in what a query finds: a part of the page, read after it."""
    query = access.access_query(request.member, query_id)
    period = opportunities.now(request.workspace.today)
    context = {"query": query, "chances": opportunities.rising(request.member, query), "period": period}
    return render(request, "listening/chances.html", context)
