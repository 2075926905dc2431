"""The calendar as a file, as its filters show it."""

from tempfile import TemporaryFile

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _

from diapason.editorial.exchange import exporting
from diapason.editorial.planner.filters import Filters
from diapason.editorial.views.calendar import today
from diapason.workspaces.doors import Request, door

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@door("calendar.view")
def calendar_export(request: Request, kind: str) -> HttpResponseBase:
    """`kind` is csv or xlsx; the parameters are those of `Filters`."""
    exporter = exporting.Exporter(request.member, Filters.read(request.GET).apply(request.member))
    name = _("calendar")
    name = f"{name}-{request.workspace.slug}-{today(request)}.{kind}"
    if kind == "csv":
        response = StreamingHttpResponse(exporting.as_csv(exporter), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    target = TemporaryFile()  # noqa: SIM115 - the response closes it
    exporting.write_xlsx(exporter, target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)
