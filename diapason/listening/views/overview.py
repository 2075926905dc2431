"""What is heard of the brand, beside its competitors."""

from django.http import HttpResponse
from django.shortcuts import render

from diapason.listening import access, figures, filtering, liking, proposing
from diapason.listening.models import Source
from diapason.workspaces import choosing
from diapason.workspaces.doors import Request, door

MOST_DRAWN = 5  # lines of one chart


@door("listening.view")
def listening(request: Request) -> HttpResponse:
    today = request.workspace.today
    period = choosing.chosen(request.GET, today)
    rows = figures.heard(list(access.queries(request.member)), period)
    drawn = sorted(rows, key=lambda row: -row.mentions)[:MOST_DRAWN]
    compared = sorted((row for row in rows if row.share is not None), key=lambda row: -row.mentions)
    spoken_of = [row.query for row in compared][: liking.COMPARED]
    context = {
        "period": period,
        "choices": choosing.choices(request.GET, today),
        "kept": choosing.kept(request.GET),
        "rows": rows,
        "volume": figures.volume(drawn, period, today, filtering.leading(request.workspace)),
        "compared": compared,
        "liking": liking.compared(request.workspace, spoken_of, period),
        "liking_of": spoken_of,
        "proposals": proposing.proposals(request.workspace),
        "any_source": Source.objects.filter(workspace=request.workspace, removed_at=None).exists(),
    }
    return render(request, "listening/overview.html", context)
