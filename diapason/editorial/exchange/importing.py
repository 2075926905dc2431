"""Taking a calendar in: all of it or nothing, in one transaction, and out again when it was a mistake.

An import is a LongTask of kind `editorial.import`. Its `input`: `file` (in the default storage), `name`, `headers`,
`mapping`, `lenient`, `good_only`. Its `report`: `posts` (numbers), `imported`, `refused`, `problems` ([line, column, reason]),
`error`, `undone` and `kept`.
"""

import secrets
from collections.abc import Iterator
from dataclasses import astuple
from itertools import batched
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.editorial import composing, sheet, versions
from diapason.editorial.exchange import tables
from diapason.editorial.exchange.brand import Names
from diapason.editorial.exchange.columns import BY_KEY, plain, recognise
from diapason.editorial.exchange.rows import Draft, Problem, Reader
from diapason.editorial.exchange.tables import Table, Unreadable
from diapason.editorial.models import Post, Variant, Version
from diapason.media import storing
from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Event, LongTask

KIND = "editorial.import"
BATCH = 500
MOST_PROBLEMS = 5_000  # kept for the report; all are counted
State = LongTask.State


class Cancelled(Exception):
    """The person asked to stop; nothing was imported."""


# ── Beginning ────────────────────────────────────────────────────────────────────────────────────────────────────────
def begin(member: Member, name: str, content: bytes) -> LongTask:
    """Keeps a file that can be read, and guesses its columns. Raises Unreadable, or media.refusals.Refused when there is no room."""
    table = tables.read(content)
    stored = storing.keep_bytes(f"imports/{member.workspace.pk}/{secrets.token_hex(8)}", content)
    given = {
        "file": stored,
        "name": name[:200],
        "headers": table.headers,
        "mapping": recognise(table.headers, remembered(member)),
    }
    task = LongTask.objects.create(
        workspace=member.workspace, person=member.person, kind=KIND, title=name[:200], total=len(table.rows), input=given
    )
    events.record(member, "import.begun", task)
    return task


def remembered(member: Member) -> dict[str, str]:
    """The column chosen for each header, the last time that the brand imported a file."""
    last = LongTask.objects.filter(workspace=member.workspace, kind=KIND, state=State.DONE).order_by("-id").first()
    if last is None:
        return {}
    return {plain(header): key for header, key in zip(last.input["headers"], last.input["mapping"], strict=False) if key}


def mapping(task: LongTask, chosen: list[str]) -> list[str]:
    """The columns that the person chose, each once; what is not a column is left out."""
    found: list[str] = []
    for key in [*chosen, *[""] * len(task.input["headers"])][: len(task.input["headers"])]:
        found.append(key if key in BY_KEY and key not in found else "")
    return found


def load(task: LongTask) -> Table:
    with default_storage.open(task.input["file"]) as file:
        return tables.read(file.read())


def reader_of(task: LongTask, member: Member) -> Reader:
    given = task.input
    return Reader(member.workspace, Names.of(member), given["headers"], given["mapping"], bool(given.get("lenient")))


def preview(task: LongTask, member: Member, count: int = 10) -> list[Draft]:
    """The first lines as they will be read."""
    reader = reader_of(task, member)
    return [reader.read(row) for row in load(task).rows[:count]]


# ── The work ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def run(task: LongTask, member: Member) -> None:
    """Checks every line, then imports all of them, or the good ones where that was asked. Ends in DONE, FAILED or CANCELLED.

    Its caller sees to it that nobody else runs it (`resuming`). Killed at any moment, it may be run again from its beginning.
    """
    with translation.override(language_of(member)):
        begun(task)
        try:
            work(task, member)
        except Cancelled:
            end(task, State.CANCELLED, {"imported": 0})
        except Unreadable as error:
            end(task, State.FAILED, {"imported": 0, "error": str(error)})
        except OSError:
            end(task, State.FAILED, {"imported": 0, "error": _("The file is no longer here. Send it again.")})
        except Exception:
            failed = _("Something went wrong on our side. Nothing was imported; the line of the log says why.")
            end(task, State.FAILED, {"imported": 0, "error": failed})
            raise


def language_of(member: Member) -> str:
    return member.person.language if member.person else member.workspace.language


def begun(task: LongTask) -> None:
    task.state, task.started_at, task.done = State.RUNNING, clock.now(), 0
    task.input |= {"starts": task.input.get("starts", 0) + 1}
    task.save(update_fields=["state", "started_at", "done", "input"])


def end(task: LongTask, state: LongTask.State, report: dict[str, Any]) -> None:
    task.state, task.report, task.finished_at = state, report, clock.now()
    task.save(update_fields=["state", "report", "finished_at"])


def work(task: LongTask, member: Member) -> None:
    """The posts and the end of the task are kept together, or neither is. Raises Cancelled, Unreadable or OSError."""
    drafts, problems = check(task, member)
    refused = {problem.line for problem in problems}
    listed = [astuple(problem) for problem in problems[:MOST_PROBLEMS]]
    report: dict[str, Any] = {"refused": len(refused), "problems": listed, "imported": 0, "posts": []}
    if refused and not task.input.get("good_only"):
        end(task, State.DONE, report | {"good": len(drafts)})
        return
    with transaction.atomic():
        posts = save(task, member, drafts)
        end(task, State.DONE, report | {"imported": len(posts), "posts": posts})


def check(task: LongTask, member: Member) -> tuple[list[Draft], list[Problem]]:
    """The good lines, and what is wrong with the others. Raises Cancelled."""
    reader, good, problems = reader_of(task, member), [], []
    for number, row in enumerate(load(task).rows, 1):
        draft = reader.read(row)
        problems += draft.problems
        if not draft.problems:
            good.append(draft)
        if number % BATCH == 0:
            advance(task, number)
    return good, problems


def advance(task: LongTask, done: int) -> None:
    task.done = done
    task.save(update_fields=["done"])
    stop_if_asked(task)


def stop_if_asked(task: LongTask) -> None:
    if LongTask.objects.filter(pk=task.pk, cancel_asked_at__isnull=False).exists():
        raise Cancelled


def save(task: LongTask, member: Member, drafts: list[Draft]) -> list[int]:
    """The numbers of the posts made, in the transaction of the caller. Raises Cancelled."""
    made: list[int] = []
    for batch in batched(drafts, BATCH):
        stop_if_asked(task)
        posts = Post.objects.bulk_create(Post(workspace=member.workspace, author=member.person, **draft.values) for draft in batch)
        save_variants(posts, batch)
        keep_versions(member, posts)
        Event.objects.bulk_create(events.build(member, "post.created", post, source="import", task=task.pk) for post in posts)
        made += [post.pk for post in posts]
    events.record(member, "import.done", task, posts=len(made))
    return made


def save_variants(posts: list[Post], drafts: tuple[Draft, ...]) -> None:
    pairs = [(post, network, places) for post, draft in zip(posts, drafts, strict=True) for network, places in draft.chosen.items()]
    variants = Variant.objects.bulk_create(Variant(post=post, network=network) for post, network, _places in pairs)
    through = Variant.spaces.through
    through.objects.bulk_create(
        through(variant_id=variant.pk, space_id=space)
        for variant, (_post, _network, places) in zip(variants, pairs, strict=True)
        for space in places
    )


def keep_versions(member: Member, posts: list[Post]) -> None:
    """What was imported is the first version of each post, so that no later change loses it."""
    loaded = composing.loaded(Post.objects.filter(pk__in=[post.pk for post in posts]))
    Version.objects.bulk_create(
        Version(post=post, number=1, snapshot=sheet.read(post), digest=versions.digest(post), person=member.person) for post in loaded
    )


# ── Taking it back ───────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def undo(task: LongTask, member: Member) -> tuple[int, int]:
    """Removes the posts of an import that nobody has touched since: (removed, kept)."""
    task = LongTask.objects.select_for_update().get(pk=task.pk)
    numbers = task.report.get("posts", [])
    if task.report.get("undone"):
        return 0, 0
    held = Post.objects.select_for_update().filter(workspace=member.workspace, pk__in=numbers, removed_at=None)
    found = [post for post in held if is_untouched(post)]
    now = clock.now()
    Post.objects.filter(pk__in=[post.pk for post in found]).update(removed_at=now)
    Event.objects.bulk_create((events.build(member, "post.removed", post, source="import") for post in found), batch_size=BATCH)
    kept = len(numbers) - len(found)
    task.report |= {"undone": now.isoformat(), "kept": kept}
    task.save(update_fields=["report"])
    events.record(member, "import.undone", task, posts=len(found), kept=kept)
    return len(found), kept


def is_untouched(post: Post) -> bool:
    return post.revision == 0 and post.status in {Post.Status.IDEA, Post.Status.DRAFT, Post.Status.CANCELLED, Post.Status.PUBLISHED}


def problems_as_csv(task: LongTask) -> Iterator[list[str]]:
    yield [_("Line"), _("Column"), _("Reason")]
    for line, column, reason in task.report.get("problems", []):
        yield [str(line), column, reason]
