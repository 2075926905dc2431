"""The filtered calendar as a file that comes back in unchanged: the same columns, dates on the brand's clock."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO

from django.db.models import Prefetch, QuerySet
from django.utils.translation import get_language

from diapason.core.csv_cells import safe
from diapason.editorial import local_time
from diapason.editorial.exchange.columns import COLUMNS
from diapason.editorial.models import Post, Variant
from diapason.networks.base import registry
from diapason.territory.access import spaces
from diapason.territory.models import Space
from diapason.workspaces.members import Member

CHUNK = 500
WIDTHS = {"title": 44, "text": 80, "link": 40, "publish_at": 18, "writing_due": 18, "approval_due": 18, "networks": 24}
DATES = ("writing_due", "approval_due", "publish_at")


class Exporter:
    """Rows of the given posts, in the reader's language, in batches: memory does not grow with their number."""

    def __init__(self, member: Member, posts: QuerySet[Post]) -> None:
        self.zone = member.workspace.tz
        self.posts = posts.select_related("objective", "persona", "campaign", "assignee").prefetch_related(
            Prefetch("variants", Variant.objects.order_by("network").prefetch_related("spaces"))
        )
        self.networks = {slug: str(network) for slug, network in registry.networks().items()}
        self.all: dict[str, set[int]] = {}
        for space in spaces(member):
            self.all.setdefault(space.network, set()).add(space.pk)

    def rows(self) -> Iterator[list[str | datetime]]:
        for post in self.posts.order_by("publish_at", "id").iterator(chunk_size=CHUNK):
            yield [self.value(post, column.key) for column in COLUMNS]

    def value(self, post: Post, key: str) -> str | datetime:
        if key in DATES:
            return self.moment(getattr(post, key))
        if key == "networks":
            return safe(", ".join(self.places(variant) for variant in post.variants.all()))
        if key in {"status", "content_type"}:
            return str(getattr(post, f"get_{key}_display")())
        return safe(str(getattr(post, key) or ""))

    def moment(self, at: datetime | None) -> str | datetime:
        """On the brand's clock. Text with its offset where that clock shows the hour twice."""
        if at is None:
            return ""
        local = at.astimezone(self.zone).replace(second=0, microsecond=0)
        return local.isoformat(timespec="minutes") if local_time.is_twice(at, self.zone) else local.replace(tzinfo=None)

    def places(self, variant: Variant) -> str:
        name, chosen = self.networks.get(variant.network, variant.network), list(variant.spaces.all())
        if not chosen or {space.pk for space in chosen} == self.all.get(variant.network):
            return name
        return ", ".join(f"{name} · {bare(space)}" for space in sorted(chosen, key=lambda space: (space.name, space.pk)))


def bare(space: Space) -> str:
    return re.sub(r"[,;|\n/+&]", " ", space.name)


def headers() -> list[str]:
    return [str(column.label) for column in COLUMNS]


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
def as_csv(exporter: Exporter) -> Iterator[bytes]:
    """UTF-8 with its mark, so that Excel reads accents; parted by semicolons in French, as Excel expects there."""
    french = (get_language() or "en").startswith("fr")
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";" if french else ",", lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    writer.writerow(headers())
    for number, row in enumerate(exporter.rows()):
        writer.writerow(
            [cell.strftime("%d/%m/%Y %H:%M" if french else "%Y-%m-%d %H:%M") if isinstance(cell, datetime) else cell for cell in row]
        )
        if number % CHUNK == 0:
            yield taken(buffer)
    yield taken(buffer)


def taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")


# ── XLSX ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def write_xlsx(exporter: Exporter, target: BinaryIO) -> None:
    """Real dates, filters on the headers, which stay in sight."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Diapason")
    sheet.freeze_panes = "B2"
    for number, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(column.key, 18)
    bold = Font(bold=True)
    sheet.append([cell_of(sheet, header, bold) for header in headers()])
    count = 1
    for row in exporter.rows():
        sheet.append([cell_of(sheet, value) for value in row])
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{count}"
    book.save(target)


def cell_of(sheet: Any, value: str | datetime, font: Any = None) -> Any:
    """Text is always text, whatever it begins with; midnight is written out, which a spreadsheet would show as a day alone."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, datetime) and (value.hour or value.minute):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "dd/mm/yyyy hh:mm"
        return cell
    cell = WriteOnlyCell(sheet, value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else value[:32_767])
    if cell.value:
        cell.data_type = "s"
    if font:
        cell.font = font
    return cell
