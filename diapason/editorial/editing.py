"""Saving what a person writes, beside others who write the same post: texts are merged or shown, never lost."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from diapason.core import clock
from diapason.editorial import checks, composing, sheet, versions, workflow
from diapason.editorial.models import Post, Version
from diapason.editorial.sheet import Sheet
from diapason.editorial.versions import Difference
from diapason.editorial.writing import Writer
from diapason.workspaces import events
from diapason.workspaces.members import Member
from diapason.workspaces.models import Event


@dataclass(slots=True)
class Saved:
    """`errors`: why a value was not kept, by name; `conflicts`: what another person wrote where this one did."""

    post: Post
    errors: dict[str, str] = field(default_factory=dict)
    conflicts: list[Difference] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    @property
    def findings(self) -> list[checks.Finding]:
        return checks.findings(self.post)


@transaction.atomic
def create(member: Member, values: Sheet) -> Saved:
    """A new post of what was typed. Raises Http404 for anything of another brand; nothing is made when the title is refused."""
    post = Post.objects.create(
        workspace=member.workspace,
        author=member.person,
        title=sheet.get(values, "title").strip()[:200],
        language=member.workspace.language,
        market=member.workspace.market,
    )
    events.record(member, "post.created", post)
    saved = write(member, reload(post), values)
    if "title" in saved.errors:
        transaction.set_rollback(True)
    return saved


@transaction.atomic
def save(member: Member, post_id: int, values: Sheet, base: Sheet | None = None, *, force: bool = False) -> Saved:
    """Writes the names of `values` that differ from the post.

    `base` holds, for the same names, what the person had before them when they wrote: where the post says something else
    by now, somebody else wrote it; then nothing of this save is kept, and both texts are in `conflicts`. `force` keeps this
    one's (theirs stays in the history). Raises workflow.NotAllowed for a post that is out.
    """
    post = workflow.held(member, post_id, "edit")
    now = sheet.read(post)
    wanted = {name: value for name, value in values.items() if sheet.get(now, name) != value}
    if not force:
        crossed = [name for name in wanted if base is not None and name in base and sheet.get(now, name) != base[name]]
        if crossed:
            return Saved(post, conflicts=[versions.difference(name, sheet.get(now, name), wanted[name]) for name in crossed])
    return write(member, post, wanted) if wanted else Saved(post)


def write(member: Member, post: Post, wanted: Sheet) -> Saved:
    before, digest = sheet.read(post), versions.digest(post)
    versions.before_change(post, member)
    writer = Writer(member, post, before)
    writer.write(wanted)
    post.revision += 1
    if post.status == Post.Status.IDEA and is_begun(wanted):
        post.status = Post.Status.DRAFT
    post.save()
    post = reload(post)
    changed = sheet.changed(before, sheet.read(post))
    if changed:
        tell(member, post, changed)
        workflow.follow(member, post, digest, moved="publish_at" in changed)
        versions.after_change(post, member)
    return Saved(post, errors=writer.errors, changed=changed)


def is_begun(wanted: Sheet) -> bool:
    """An idea becomes a draft once somebody writes its text."""
    return any(value.strip() for name, value in wanted.items() if name == "text" or name.endswith(".text"))


def reload(post: Post) -> Post:
    return composing.loaded(Post.objects.filter(workspace=post.workspace)).get(pk=post.pk)


def tell(member: Member, post: Post, changed: list[str]) -> None:
    """One event per person and sitting: a person who types is not in the journal at each pause."""
    last = Event.objects.filter(workspace=post.workspace, subject="editorial.post", subject_id=post.pk).order_by("-id").first()
    same = last and last.verb == "post.edited" and member.person and last.person_id == member.person.pk
    if not same or last is None or last.at < clock.now() - versions.SITTING:
        events.record(member, "post.edited", post, names=changed[:20])


@transaction.atomic
def restore(member: Member, post_id: int, version: Version) -> Saved:
    """The post says again what it said in that version. What it says now is kept as a version first."""
    post = workflow.held(member, post_id, "edit")
    versions.keep(post, member.person)
    now = sheet.read(post)
    names = sheet.changed(now, version.snapshot)
    saved = write(member, post, {name: sheet.get(version.snapshot, name) for name in names})
    events.record(member, "post.restored", post, version=version.number)
    return saved


@transaction.atomic
def duplicate(member: Member, post: Post, title: str) -> Post:
    """A draft with the same words, files and spaces, and no date."""
    values = {name: value for name, value in sheet.read(post).items() if name not in {*sheet.MOMENTS, "publish_second", "assignee"}}
    saved = create(member, values | {"title": title[:200]})
    events.record(member, "post.duplicated", saved.post, source=post.pk)
    return saved.post


@transaction.atomic
def remove(member: Member, posts: list[Post]) -> list[Post]:
    """Out of every list; `bring_back` undoes it. Raises planning.CannotWithdraw for one that is being sent."""
    from diapason.editorial import planning

    for post in posts:
        locked = workflow.lock(member, post.pk)
        if locked.status == Post.Status.PLANNED:
            planning.tell_withdrawn(member, locked)
        locked.removed_at = clock.now()
        locked.save(update_fields=["removed_at"])
        events.record(member, "post.removed", locked)
    return posts


@transaction.atomic
def bring_back(member: Member, numbers: list[int]) -> int:
    """How many of these removed posts came back. One that was planned is planned again where its time is still to come."""
    found = Post.objects.filter(workspace=member.workspace, pk__in=numbers, removed_at__isnull=False)
    rows: list[Any] = list(found.values_list("pk", flat=True))
    for number in rows:
        post = workflow.lock(member, number)
        post.removed_at = None
        post.save(update_fields=["removed_at"])
        events.record(member, "post.brought_back", post)
        if post.status == Post.Status.PLANNED:
            workflow.settle(member, post)
    return len(rows)
