"""The audit log as CSV, sent as it is read, however long it is."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import tzinfo

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from diapason.core.csv_cells import safe
from diapason.workspaces import auditing, sentences
from diapason.workspaces.auditing import Filters
from diapason.workspaces.doors import Request, door
from diapason.workspaces.models import Event, Workspace

AT_ONCE = 2000


@door("audit.view")
def export_audit(request: Request) -> StreamingHttpResponse:
    # The stream outlives the middlewares that choose language and time zone.
    reader = (translation.get_language() or "en", timezone.get_current_timezone())
    lines = export(request.workspace, Filters.read(request.GET), *reader)
    name = f"{request.workspace.slug}-audit.csv"
    return StreamingHttpResponse(
        lines, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


async def export(workspace: Workspace, filters: Filters, language: str, zone: tzinfo) -> AsyncIterator[str]:
    """A byte order mark (so that spreadsheets read UTF-8), the heads, then pages of rows."""
    cursor, first = "", True
    while first or cursor:
        text, cursor = await sync_to_async(part)(workspace, filters, cursor, language, zone, heads=first)
        first = False
        yield text


def part(workspace: Workspace, filters: Filters, cursor: str, language: str, zone: tzinfo, *, heads: bool) -> tuple[str, str]:
    with translation.override(language), timezone.override(zone):
        page = auditing.page(workspace, filters, cursor, AT_ONCE)
        out = io.StringIO()
        rows = csv.writer(out)
        if heads:
            out.write("\ufeff")
            rows.writerow([_("Date"), _("Who"), _("What"), _("Verb"), _("Object"), _("Number")])
        rows.writerows(line(event) for event in page.rows)
    return out.getvalue(), page.next or ""


def line(event: Event) -> list[str]:
    at = timezone.localtime(event.at).isoformat(timespec="seconds")
    who = str(event.person or event.guest or "Diapason")
    return [at, safe(who), safe(sentences.sentence(event)), event.verb, event.subject, str(event.subject_id or "")]
