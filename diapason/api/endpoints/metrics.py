"""Results: what each delivery brought, and each day."""

from datetime import date, timedelta

from django.utils.translation import gettext as _
from ninja import Query, Router

from diapason.api import daily, problems
from diapason.api.calls import Call, reads
from diapason.api.schemas.common import present
from diapason.api.schemas.metrics import DailyFilters, DailyOut, OutcomeFilters, OutcomeOut, OutcomePage
from diapason.insights.models import Outcome
from diapason.workspaces.periods import Period

router = Router(tags=["metrics"])
MOST = timedelta(days=366)
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


@reads(router, "/metrics/outcomes", OutcomePage, scope="metrics:read", needs="results.view")
def list_outcomes(request: Call, filters: Query[OutcomeFilters]) -> OutcomePage:
    """What each published delivery brought, the latest published first."""
    start, end = filters.published_from or EARLIEST, filters.published_until or LATEST
    since, until = period(start, end, "published_until").bounds(request.workspace)
    asked = present(post=filters.post_id, objective=filters.objective_id, space=filters.space_id)
    found = Outcome.objects.filter(workspace=request.workspace, published_at__gte=since, published_at__lt=until, **asked)
    page = filters.page(found, ("-published_at", "-delivery_id"))
    return OutcomePage(items=[OutcomeOut.of(outcome) for outcome in page.rows], next=page.next)


@reads(router, "/metrics/daily", DailyOut, scope="metrics:read", needs="results.view")
def list_daily_figures(request: Call, filters: Query[DailyFilters]) -> DailyOut:
    """Figures day by day, for each metric and space.

    A day is null before the first reading and after today. Once a figure that adds up is read, a day that adds nothing is 0;
    a level such as the followers is null on a day when it was not read.
    """
    asked = period(filters.start, filters.end, "end")
    if asked.end - asked.start > MOST:
        raise problems.field("end", _("Ask for 366 days at most."))
    series = daily.series(request.workspace, asked, metric=filters.metric, space_id=filters.space_id)
    return DailyOut(start=asked.start, end=asked.end, series=series)


def period(start: date, end: date, name: str) -> Period:
    if not EARLIEST <= start <= LATEST or not EARLIEST <= end <= LATEST:
        raise problems.field(name, _("Choose days between 2000 and 2100."))
    if end < start:
        raise problems.field(name, _("The last day comes before the first."))
    return Period(start, end)
