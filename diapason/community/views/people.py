"""The people of the community, whoever spoke last first."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from diapason.community import finding
from diapason.community.access import contacts
from diapason.community.models import Contact
from diapason.core import keyset
from diapason.workspaces.doors import Request, door

ORDER = ("-seen_at", "-id")
LONGEST = 100


@door("person.view")
def people(request: Request) -> HttpResponse:
    q = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    tag = request.GET.get("tag", "").replace("\x00", "").strip()[:40]
    rows = contacts(request.member).filter(seen_at__isnull=False).prefetch_related("identities")
    rows = finding.find(request.member, rows, q) if q else rows
    rows = finding.tagged(rows, tag) if tag else rows
    context = {"page": page(rows, request.GET.get("cursor", "")), "q": q, "tag": tag}
    return render(request, "community/people.html", context)


def page(rows: QuerySet[Contact], cursor: str) -> keyset.Page[Contact]:
    return keyset.page_or_first(rows, ORDER, cursor=cursor, size=50)
