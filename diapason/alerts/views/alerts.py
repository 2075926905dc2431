"""All alerts of the brand, the latest first."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from diapason.alerts import access, reading
from diapason.alerts.models import Alert
from diapason.core import keyset
from diapason.core.numbers import whole
from diapason.listening.models import Query
from diapason.workspaces.doors import Request, door

SIZE = 30


@door("alert.view")
def alerts(request: Request) -> HttpResponse:
    filters = {name: request.GET.get(name, "") for name in ("state", "kind", "query")}
    rows = access.alerts(request.member)
    found = chosen(rows, filters)
    page = keyset.page_or_first(found, ("-opened_at", "-id"), cursor=request.GET.get("cursor", ""), size=SIZE)
    context = {
        "page": page,
        "rows": [(alert, reading.sentence(alert)) for alert in page.rows],
        "filters": filters,
        "kinds": Alert.Kind.choices,
        "queries": Query.objects.filter(workspace=request.workspace, removed_at=None).order_by("name"),
        "any": bool(page.rows) or any(filters.values()),
    }
    return render(request, "alerts/alerts.html", context)


def chosen(rows: QuerySet[Alert], filters: dict[str, str]) -> QuerySet[Alert]:
    if filters["state"] == "waiting":
        rows = rows.filter(acknowledgement=None)
    if filters["kind"] in Alert.Kind.values:
        rows = rows.filter(kind=filters["kind"])
    if query := whole(filters["query"]):
        rows = rows.filter(query=query)
    return rows
