"""Taking an archive in, some lines at a time, each time with the place where the next begins: it outlives the worker that runs it.

An import is a LongTask of kind `listening.archive`. Its `input`: `file` (in the default storage), `shape` (`files.Shape`), `mapping`,
`day_first`, `day`, `kind`, `language`, `country`, `source`, `place` (offset and line), `queued`, `starts`. Its `report`: `new`, `known`,
`refused`, `problems` ([line, code, value]), `error`.
"""

import secrets
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.editorial.exchange.tables import Unreadable
from diapason.listening import pipeline
from diapason.listening.mentions import Mention
from diapason.listening.models import Source
from diapason.listening.sources.archives import columns, exports, files, moments, parquet, rows
from diapason.listening.sources.archives.files import Shape
from diapason.listening.sources.archives.lines import Place, Record
from diapason.media import storing
from diapason.workspaces import events, resuming
from diapason.workspaces.members import Member
from diapason.workspaces.models import LongTask

KIND = "listening.archive"
AT_ONCE, LETTERS = 1000, 16_000_000  # lines and letters of one transaction
MOST_PROBLEMS = 5_000  # kept for the report; all are counted
ABANDONED = timedelta(days=7)  # after which a file that nobody imported is thrown away
State = LongTask.State


class Stopped(Exception):
    """Cancelled, or run by somebody else."""


# ── Beginning ────────────────────────────────────────────────────────────────────────────────────────────────────────
def begin(member: Member, name: str, given: IO[bytes]) -> LongTask:
    """Keeps a file that can be read, and guesses what its columns are. Raises Unreadable, or media.refusals.Refused."""
    parquet.claimed(name, given)
    with tempfile.TemporaryFile() as plain:
        if (export := exports.written(name, given, plain)) is not None:
            return kept(member, name, plain, export)
    given.seek(0)
    if given.read(2) not in files.WIDE:
        return kept(member, name, given)
    with tempfile.TemporaryFile() as narrow:
        files.narrowed(given, narrow)
        return kept(member, name, narrow)


def kept(member: Member, name: str, file: IO[bytes], export: exports.Export | None = None) -> LongTask:
    shape = files.look(file)
    total = files.total(file, shape)
    file.seek(0)
    with transaction.atomic():
        stored = storing.keep(f"archives/{member.workspace.pk}/{secrets.token_hex(8)}", File(file))
        task = LongTask(workspace=member.workspace, person=member.person, kind=KIND, title=name.replace("\0", "")[:200], total=total)
        task.input = {"file": stored, "kind": "post", "language": "", "country": ""} | guessed(member, file, shape)
        if export:
            task.input |= {"export": str(export.network), "export_files": list(export.files[:20])}
        task.save()
        events.record(member, "archive.sent", task)
    return task


def guessed(member: Member, file: IO[bytes], shape: Shape) -> dict[str, Any]:
    first: list[Record] = next(by_batches(islice(files.records(file, shape), files.SAMPLE)), [])
    sample = [record.cells for record in first if not record.problem]
    mapping = columns.guess(shape.headers, sample)
    dates = [row[mapping.index("date")] for row in sample if mapping.index("date") < len(row)] if "date" in mapping else []
    usual = member.workspace.language != "en"
    return {"shape": shape.as_json(), "mapping": mapping, "day_first": moments.is_day_first(dates, usual=usual)}


def opened(task: LongTask) -> IO[bytes]:
    """Raises Unreadable where the file is gone."""
    try:
        return default_storage.open(task.input["file"], "rb")
    except OSError:
        raise Unreadable(_("The file is no longer here. Send it again.")) from None


def look_again(task: LongTask, member: Member, *, encoding: str, mark: str) -> None:
    """With another encoding or separator; the columns are guessed anew. Raises Unreadable."""
    with opened(task) as file:
        task.input |= guessed(member, file, files.look(file, encoding=encoding, mark=mark))


def preview(task: LongTask, count: int = 10) -> list[tuple[Record, Mention | rows.Refused]]:
    """The first lines as they will be read. Raises Unreadable."""
    shape = Shape.from_json(task.input["shape"])
    source = Source(workspace=task.workspace, language=task.input["language"], country=task.input["country"])
    reader = reader_of(task, source)
    with opened(task) as file:
        return [(record, reader.read(record)) for record in islice(files.records(file, shape, mapping=task.input["mapping"]), count)]


def reader_of(task: LongTask, source: Source) -> rows.Reader:
    given = task.input
    day = date.fromisoformat(given["day"]) if given.get("day") else None
    return rows.Reader(task.workspace, source, given["mapping"], day_first=given["day_first"], kind=given["kind"], day=day)


@transaction.atomic
def queue(member: Member, task: LongTask) -> None:
    """From here on a worker has it; what it brings is a source of its own."""
    if not task.input.get("source"):
        source = Source.objects.create(
            workspace=member.workspace,
            kind=Source.Kind.ARCHIVE,
            name=task.title,
            language=task.input["language"],
            country=task.input["country"],
            created_by=member.person,
        )
        task.input |= {"source": source.pk}
        events.record(member, "source.added", source)
    task.input |= {"queued": clock.now().isoformat(), "starts": 0}
    task.state, task.cancel_asked_at, task.finished_at = State.WAITING, None, None
    task.report.pop("error", None)
    task.save(update_fields=["input", "state", "report", "cancel_asked_at", "finished_at"])


def take_up(task_id: int) -> None:
    """Runs the import unless it is over, or in the hands of another worker."""
    with resuming.taken_up(task_id) as task:
        if task is not None and resuming.is_given_up(task):
            with translation.override(asked_in(task)):
                said = _("The import was interrupted several times at the same line, so it was stopped. What was taken in before it stays.")
            end(task, State.FAILED, error=said)
        elif task is not None:
            run(task)


def asked_in(task: LongTask) -> str:
    """The language in which its report is read."""
    return str(task.person.language if task.person else task.workspace.language)


# ── The work ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def run(task: LongTask) -> None:
    """From where it stands to its end, in DONE, FAILED or CANCELLED. Its caller sees to it that nobody else runs it (`take_up`);
    killed at any moment, it goes on from its place."""
    with translation.override(asked_in(task)):
        try:
            begun(task)
            work(task)
        except Stopped:
            return
        except Unreadable as error:
            end(task, State.FAILED, error=str(error))
        except Exception:
            end(task, State.FAILED, error=_("Something went wrong on our side. What was taken in stays; try again to go on from there."))
            raise


@transaction.atomic
def begun(task: LongTask) -> None:
    row = LongTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    row.input |= {"starts": row.input.get("starts", 0) + 1}
    row.state, row.started_at = State.RUNNING, row.started_at or clock.now()
    row.save(update_fields=["state", "started_at", "input"])
    task.input, task.state = row.input, row.state


def work(task: LongTask) -> None:
    """Raises Stopped or Unreadable."""
    shape = Shape.from_json(task.input["shape"])
    source = Source.objects.get(pk=task.input["source"])
    reader = reader_of(task, source)
    place = Place(*task.input["place"]) if task.input.get("place") else shape.begins
    with opened(task) as file:
        for records in by_batches(files.records(file, shape, place, task.input["mapping"])):
            stop_if_asked(task)
            place = keep(task, source, place, records, [reader.read(record) for record in records])
    end(task, State.DONE)


def by_batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    """As many as AT_ONCE, or fewer where they are long. What came before a place where the file cannot be read any more is not lost
    with it. Raises what `records` does, after it."""
    taken, letters = list[Record](), 0
    try:
        for record in records:
            taken.append(record)
            letters += sum(len(cell) for cell in record.cells if isinstance(cell, str))
            if len(taken) >= AT_ONCE or letters >= LETTERS:
                yield taken
                taken, letters = [], 0
    except Unreadable:
        if taken:
            yield taken
        raise
    if taken:
        yield taken


def stop_if_asked(task: LongTask) -> None:
    if LongTask.objects.filter(pk=task.pk, cancel_asked_at__isnull=False).exists():
        end(task, State.CANCELLED)
        raise Stopped


@transaction.atomic
def keep(task: LongTask, source: Source, place: Place, records: Sequence[Record], found: Sequence[Mention | rows.Refused]) -> Place:
    """Some lines and the place after them, together. Raises Stopped where the import does not stand at `place` any more: another
    worker has taken these lines in."""
    row = LongTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    stands = Place(*row.input["place"]) if row.input.get("place") else Shape.from_json(row.input["shape"]).begins
    if row.state != State.RUNNING or stands != place:
        raise Stopped
    mentions = [each for each in found if isinstance(each, Mention)]
    new = pipeline.take_in(row.workspace, mentions).new
    held = Source.objects.select_for_update().get(pk=source.pk)
    held.save(update_fields=held.took([mention.said_at for mention in new]))
    after = records[-1].after
    row.report = counted(row.report, len(new), len(mentions) - len(new), [each for each in found if isinstance(each, rows.Refused)])
    row.input |= {"place": [after.offset, after.line], "starts": 0}
    row.done = after.line
    row.save(update_fields=["input", "report", "done"])
    return after


def counted(report: dict[str, Any], new: int, known: int, refused: Sequence[rows.Refused]) -> dict[str, Any]:
    problems = report.get("problems", [])
    room = max(0, MOST_PROBLEMS - len(problems))
    return report | {
        "new": report.get("new", 0) + new,
        "known": report.get("known", 0) + known,
        "refused": report.get("refused", 0) + sum(each.count for each in refused),
        "problems": problems + [[each.line, each.code, each.value] for each in refused[:room]],
    }


def end(task: LongTask, state: LongTask.State, *, error: str = "") -> None:
    """What was taken in stays, whatever the end. The file is kept as long as somebody may try again."""
    with transaction.atomic():
        row = LongTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
        row.state, row.finished_at = state, clock.now()
        if error:
            row.report |= {"error": error}
        row.save(update_fields=["state", "report", "finished_at"])
        if state != State.FAILED:
            transaction.on_commit(lambda: storing.forget(row.input["file"]))


def forget_files() -> None:
    """Of files that were sent and never imported, or that failed and were not tried again."""
    old = clock.now() - ABANDONED
    for task in LongTask.objects.filter(kind=KIND, state__in=[State.WAITING, State.FAILED], created_at__lt=old, input__has_key="file"):
        storing.forget(task.input["file"])
        LongTask.objects.filter(pk=task.pk).update(state=State.CANCELLED, finished_at=clock.now())
