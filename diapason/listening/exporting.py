"""Mentions as a file that is made aside: as many as there are, with progress, to be fetched for some days.

An export is a LongTask of kind `listening.export`. Its `input`: `query` (that of the address of the mentions), `kind` (csv, xlsx or
parquet), `queued`, `starts`. Its `report`: `file` (in the default storage), `name`, `size`, or `error`. A worker that is killed leaves no
half of a file: another makes it from the beginning.
"""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook

from diapason.core import clock, parquet
from diapason.core.csv_cells import lines
from diapason.listening import access, files, filtering, tables
from diapason.listening.mentions import Mention
from diapason.listening.store import store
from diapason.listening.store.base import Search
from diapason.media import storing
from diapason.media.refusals import Refused
from diapason.workspaces import choosing, events, resuming
from diapason.workspaces.members import Member, system
from diapason.workspaces.models import LongTask, Workspace

KIND = "listening.export"
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": parquet.CONTENT_TYPE,
}
MOST = {"csv": 1_000_000, "xlsx": 200_000, "parquet": 1_000_000}  # lines: a workbook is held in memory by who opens it
AT_ONCE = 500
KEPT = timedelta(days=3)
LONGEST = 2000
SHOWN = 50  # exports in the list
State = LongTask.State


class Stopped(Exception):
    """Cancelled."""


def offered() -> list[str]:
    """The kinds that can be made here."""
    return [kind for kind in KINDS if kind != "parquet" or parquet.available()]


@transaction.atomic
def ask(member: Member, asked: str, kind: str) -> LongTask:
    """From here on a worker has it."""
    given = QueryDict(asked.lstrip("?")[:LONGEST], mutable=True)
    given.pop("cursor", None)
    period = choosing.chosen(given, member.workspace.today)
    given["from"], given["to"] = period.start.isoformat(), period.end.isoformat()
    task = LongTask.objects.create(
        workspace=member.workspace,
        person=member.person,
        kind=KIND,
        title=_("Mentions, %(period)s") % {"period": period},
        input={"query": given.urlencode(), "kind": kind, "queued": clock.now().isoformat(), "starts": 0},
    )
    events.record(member, "export.asked", task)
    return task


def latest(workspace: Workspace) -> QuerySet[LongTask]:
    """Of the whole team, those that were asked for last first."""
    return LongTask.objects.filter(workspace=workspace, kind=KIND).select_related("person").order_by("-pk")[:SHOWN]


def search_of(workspace: Workspace, asked: str) -> Search:
    """What the screen of mentions shows at this address."""
    given = QueryDict(asked)
    period, number = choosing.chosen(given, workspace.today), given.get("query", "")
    query = access.queries(system(workspace)).filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    return filtering.search(workspace, filtering.filters(given.dict()), period, query.shown_id if query else None)


def take_up(task_id: int) -> None:
    """Makes the file unless it is made, or in the hands of another worker."""
    with resuming.taken_up(task_id) as task:
        if task is None:
            return
        with translation.override(str(task.person.language if task.person else task.workspace.language)):
            if resuming.is_given_up(task):
                end(task, State.FAILED, error=_("The export was interrupted several times, so it was stopped. Ask for fewer mentions."))
            else:
                run(task)


def run(task: LongTask) -> None:
    """To its end, in DONE, FAILED or CANCELLED."""
    LongTask.objects.filter(pk=task.pk).update(
        state=State.RUNNING, started_at=clock.now(), done=0, input=task.input | {"starts": task.input.get("starts", 0) + 1}
    )
    try:
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder, "mentions")
            WRITERS[task.input["kind"]](task, made)
            keep(task, made)
    except Stopped:
        end(task, State.CANCELLED)
    except Refused as error:
        end(task, State.FAILED, error=str(error))
    except Exception:
        end(task, State.FAILED, error=_("Something went wrong on our side. Try again."))
        raise


def found(task: LongTask) -> Iterator[Mention]:
    """The latest first, page by page; each page says how far it is, and looks whether it was cancelled. Raises Stopped."""
    search, after, given = search_of(task.workspace, task.input["query"]), None, 0
    most = MOST[task.input["kind"]]
    while given < most:
        if not LongTask.objects.filter(pk=task.pk, cancel_asked_at=None).update(done=given):
            raise Stopped
        page = store().search(search, min(AT_ONCE, most - given), after)
        yield from page.mentions
        given += len(page.mentions)
        after = page.next
        if after is None:
            break
    LongTask.objects.filter(pk=task.pk).update(done=given)


def rows(task: LongTask) -> Iterator[list[object]]:
    return (files.cells(task.workspace, mention) for mention in found(task))


def write_csv(task: LongTask, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines(chain([files.heads()], rows(task))))


def write_xlsx(task: LongTask, path: Path) -> None:
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(_("Mentions"))
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHI", (18, 12, 40, 80, 40, 24, 24, 18, 12), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([tables.bold(sheet, head) for head in files.heads()])
    for row in rows(task):
        sheet.append([cell[:32_767] if isinstance(cell, str) else cell for cell in row])
    book.save(path)


def write_parquet(task: LongTask, path: Path) -> None:
    parquet.write(path, files.FIELDS, map(files.values, found(task)))


WRITERS = {"csv": write_csv, "xlsx": write_xlsx, "parquet": write_parquet}


def keep(task: LongTask, path: Path) -> None:
    kind, workspace = task.input["kind"], task.workspace
    stored = storing.keep_path(storing.new_name(workspace, kind, "x"), path)
    name = f"{workspace.slug}-mentions-{clock.now().astimezone(workspace.tz):%Y-%m-%d-%H%M}.{kind}"
    end(task, State.DONE, file=stored, name=name, size=path.stat().st_size)


def end(task: LongTask, state: LongTask.State, **report: Any) -> None:
    LongTask.objects.filter(pk=task.pk).update(state=state, finished_at=clock.now(), report=report)


def forget(tasks: Any) -> None:
    """The files; that they were asked for is kept."""
    for task in tasks:
        storing.forget(task.report["file"])
        LongTask.objects.filter(pk=task.pk).update(report={"gone": True})


def forget_old() -> None:
    forget(LongTask.objects.filter(kind=KIND, report__has_key="file", finished_at__lt=clock.now() - KEPT))


def forget_of(workspace: int) -> None:
    """What somebody said who is being forgotten may be in any of them. In a transaction."""
    tasks = list(LongTask.objects.filter(kind=KIND, workspace=workspace, report__has_key="file"))
    LongTask.objects.filter(kind=KIND, workspace=workspace, state__in=[State.WAITING, State.RUNNING]).update(cancel_asked_at=clock.now())
    transaction.on_commit(lambda: forget(tasks))
