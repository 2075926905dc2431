"""What is heard of the brand, beside its competitors."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from diapason.core import parquet
from diapason.listening import access, annotating, comparing, figures, filtering, liking, proposing, saving
from diapason.listening.models import Source
from diapason.workspaces import choosing
from diapason.workspaces.doors import Request, door

MOST_DRAWN = 5  # lines of one chart


@door("listening.view")
def listening(request: Request) -> HttpResponse:
    if not request.GET and (view := saving.first(request.member)):
        return redirect(saving.address(view, request.workspace))
    today = request.workspace.today
    period = choosing.chosen(request.GET, today)
    before, codes = comparing.against(request.GET, period), annotating.chosen(request.GET.getlist("marks"))
    rows = figures.heard(list(access.queries(request.member)), period, before)
    marks = annotating.marks(request.member, period, codes) if rows else []
    drawn = sorted(rows, key=lambda row: -row.mentions)[:MOST_DRAWN]
    compared = sorted((row for row in rows if row.share is not None), key=lambda row: -row.mentions)
    spoken_of = [row.query for row in compared][: liking.COMPARED]
    context = {
        "period": period,
        "choices": choosing.choices(request.GET, today),
        "kept": choosing.kept(request.GET),
        "before": before,
        "comparisons": comparing.choices(request.GET, period),
        "kinds": [(code, kind, code in codes) for code, kind in annotating.kinds().items()],
        "rows": rows,
        "volume": figures.volume(drawn, period, today, filtering.leading(request.workspace), marks),
        "compared": compared,
        "liking": liking.compared(request.workspace, spoken_of, period),
        "liking_of": spoken_of,
        "proposals": proposing.proposals(request.workspace),
        "parquet": parquet.available(),
        "any_source": Source.objects.filter(workspace=request.workspace, removed_at=None).exists(),
    }
    return render(request, "listening/overview.html", context)
