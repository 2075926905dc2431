"""From an idea to a planned post: which act leads where, and who may do it. Every act is one transaction and one event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diapason.core import clock
from diapason.editorial import checks, composing, planning, steps, telling, versions
from diapason.editorial.models import Approval, Post, Version
from diapason.workspaces import events
from diapason.workspaces.members import Member

Status = Post.Status
WRITABLE = frozenset({Status.IDEA, Status.DRAFT, Status.IN_REVIEW, Status.CHANGES, Status.APPROVED, Status.PLANNED})
SETTLED = frozenset({Status.APPROVED, Status.PLANNED})


@dataclass(frozen=True, slots=True)
class Act:
    """`start`: the statuses it may be done from; `ends`: those it may lead to; `needs`: the permission."""

    start: frozenset[Status]
    ends: frozenset[Status]
    needs: str


def act(start: Iterable[Status], ends: Iterable[Status], needs: str) -> Act:
    return Act(frozenset(start), frozenset(ends), needs)


ACTS = {
    "begin": act({Status.IDEA}, {Status.DRAFT}, "post.write"),
    "submit": act({Status.IDEA, Status.DRAFT, Status.CHANGES}, {Status.IN_REVIEW}, "post.write"),
    "take_back": act({Status.IN_REVIEW}, {Status.DRAFT}, "post.write"),
    "approve": act({Status.IN_REVIEW}, {Status.IN_REVIEW, Status.APPROVED, Status.PLANNED}, "post.review"),
    "ask_changes": act({Status.IN_REVIEW, Status.APPROVED, Status.PLANNED}, {Status.CHANGES}, "post.review"),
    "plan": act({Status.APPROVED}, {Status.PLANNED}, "post.plan"),
    "unplan": act({Status.PLANNED}, {Status.APPROVED}, "post.plan"),
    "publish_now": act(SETTLED, {Status.PLANNED}, "post.plan"),
    "move": act(WRITABLE, WRITABLE, "post.plan"),
    "edit": act(WRITABLE, WRITABLE | {Status.IN_REVIEW}, "post.write"),
    "publish": act({Status.PLANNED}, {Status.PUBLISHED}, "post.plan"),
    "cancel": act(WRITABLE, {Status.CANCELLED}, "post.plan"),
    "reopen": act({Status.CANCELLED}, {Status.DRAFT}, "post.write"),
}


class NotAllowed(Exception):
    """The act cannot be done as the post stands; the sentence says why and what to do."""

    def __init__(self, sentence: Promise | str) -> None:
        super().__init__()
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


def may(member: Member, name: str, post: Post) -> bool:
    """Whether the act would be let through: for the buttons of a page."""
    return allowed(member, name, post) and (name != "approve" or is_for(member, current_step(post)))


def allowed(member: Member, name: str, post: Post) -> bool:
    """Whether the role and the status of the post let the act through, whoever the present step is for."""
    chosen = ACTS[name]
    return member.can(chosen.needs) and post.status in chosen.start


def is_for(member: Member, step: steps.Step | None) -> bool:
    return step is None or step.is_for(member)


# ── Where a post stands ──────────────────────────────────────────────────────────────────────────────────────────────
def decisions(posts: Iterable[Post]) -> dict[int, list[Approval]]:
    """All that was decided about each of these posts, the oldest first, in one query."""
    found = Approval.objects.filter(version__post__in=posts).select_related("version", "person", "guest").order_by("id")
    decided: dict[int, list[Approval]] = {}
    for approval in found:
        decided.setdefault(approval.version.post_id, []).append(approval)
    return decided


def standing(post: Post, digest: str, decided: Iterable[Approval] | None = None) -> list[Approval]:
    """The approvals that hold for that content, step by step: those since changes were last asked, of the same digest.

    `decided`: what `decisions` found of the post; read here when it is None.
    """
    held: list[Approval] = []
    for approval in decisions([post]).get(post.pk, []) if decided is None else decided:
        if approval.decision == Approval.Decision.CHANGES:
            held = []
        elif approval.version.digest == digest and approval.step == len(held):
            held.append(approval)
    return held


def current_step(post: Post, decided: Iterable[Approval] | None = None) -> steps.Step | None:
    """The step that waits for somebody; None when all were taken. `post` is loaded by `composing.loaded`."""
    declared = steps.steps(post.workspace)
    taken = len(standing(post, versions.digest(post), decided))
    return declared[taken] if taken < len(declared) else None


def waiting_for(member: Member, posts: Sequence[Post]) -> list[Post]:
    """Those of these posts that the member may approve now, in a constant number of queries."""
    open_to = [post for post in posts if allowed(member, "approve", post)]
    decided = decisions(open_to)
    return [post for post in open_to if is_for(member, current_step(post, decided.get(post.pk, [])))]


# ── Acts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def held(member: Member, post_id: int, name: str) -> Post:
    """The post, locked and loaded, once the act is found to be allowed. Raises PermissionDenied or NotAllowed."""
    chosen = ACTS[name]
    if not member.can(chosen.needs):
        raise PermissionDenied(chosen.needs)
    post = lock(member, post_id)
    if post.status not in chosen.start:
        raise NotAllowed(
            _("This post is now “%(status)s”: this can no longer be done. Reload the page.") % {"status": post.get_status_display()}
        )
    return post


def lock(member: Member, post_id: int) -> Post:
    """Raises Post.DoesNotExist for another brand's. The doors have said before whether the member may see it."""
    Post.objects.select_for_update().get(pk=post_id, workspace=member.workspace)
    return composing.loaded(Post.objects.filter(workspace=member.workspace)).get(pk=post_id)


def become(member: Member, post: Post, status: Status, verb: str, **data: Any) -> None:
    before, post.status = post.status, status
    post.save(update_fields=["status", "updated_at"])
    events.record(member, f"post.{verb}", post, **{"from": before, "to": status, **data})


@transaction.atomic
def begin(member: Member, post_id: int) -> Post:
    post = held(member, post_id, "begin")
    become(member, post, Status.DRAFT, "begun")
    return post


@transaction.atomic
def submit(member: Member, post_id: int, note: str = "") -> Post:
    """Asks for approval. Raises NotAllowed for a post that a network would refuse."""
    post = held(member, post_id, "submit")
    refuse_errors(post)
    version = versions.keep(post, member.person)
    become(member, post, Status.IN_REVIEW, "submitted", version=version.number, note=note)
    step = current_step(post)
    if step:
        telling.submitted(member, post, step)
    else:  # approved before, and put back as it was
        settle(member, post)
    return post


@transaction.atomic
def take_back(member: Member, post_id: int) -> Post:
    post = held(member, post_id, "take_back")
    become(member, post, Status.DRAFT, "taken_back")
    return post


@transaction.atomic
def approve(member: Member, post_id: int, note: str = "", digest: str = "") -> Post:
    """Takes the current step for the post as it is now; the last one plans it where it has a time and spaces.

    `digest`: that of what the person read; NotAllowed when the post says something else since.
    """
    post = held(member, post_id, "approve")
    version = versions.keep(post, member.person)
    step = current_step(post)
    if digest and digest != version.digest:
        raise NotAllowed(_("This post has changed since you opened it. Read it again, then decide."))
    if step is None:
        return settle(member, post)
    if not step.is_for(member):
        raise NotAllowed(_("The step “%(step)s” is waiting for somebody else.") % {"step": step.name})
    decide(member, version, Approval.Decision.APPROVED, len(standing(post, version.digest)), note)
    events.record(member, "post.approved", post, version=version.number, step=step.name, note=note)
    following = current_step(post)
    if following is None:
        return settle(member, post)
    telling.submitted(member, post, following)
    return post


def decide(member: Member, version: Version, decision: Approval.Decision, step: int, note: str) -> None:
    Approval.objects.create(version=version, step=step, decision=decision, person=member.person, guest=member.guest, note=note)


def settle(member: Member, post: Post) -> Post:
    """All steps are taken: the post is approved, and planned when nothing else is wanting."""
    post.status = Status.APPROVED
    post.save(update_fields=["status", "updated_at"])
    telling.approved(member, post)
    if is_ready(post):
        planning.tell_planned(member, post)
        become(member, post, Status.PLANNED, "planned", at=post.publish_at.isoformat() if post.publish_at else "")
    return post


def is_ready(post: Post) -> bool:
    """Whether it can go out by itself: spaces, a time to come, and nothing that a network would refuse."""
    to_come = post.publish_at is not None and post.publish_at > clock.now()
    return to_come and checks.has_spaces(post) and not checks.errors(post)


@transaction.atomic
def ask_changes(member: Member, post_id: int, note: str) -> Post:
    """Sends the post back to its writer. Raises NotAllowed without a word of why."""
    post = held(member, post_id, "ask_changes")
    if not note.strip():
        raise NotAllowed(_("Say what should change: the writer has only your words to go by."))
    version, was_planned = versions.keep(post, member.person), post.status == Status.PLANNED
    if was_planned:
        planning.tell_withdrawn(member, post)
    decide(member, version, Approval.Decision.CHANGES, 0, note)
    become(member, post, Status.CHANGES, "sent_back", version=version.number, note=note)
    telling.sent_back(member, post, note)
    return post


@transaction.atomic
def plan(member: Member, post_id: int) -> Post:
    """Raises NotAllowed, with the reason, for a post that cannot go out by itself."""
    post = held(member, post_id, "plan")
    refuse_unready(post)
    planning.tell_planned(member, post)
    become(member, post, Status.PLANNED, "planned", at=post.publish_at.isoformat() if post.publish_at else "")
    return post


@transaction.atomic
def unplan(member: Member, post_id: int) -> Post:
    post = held(member, post_id, "unplan")
    planning.tell_withdrawn(member, post)
    become(member, post, Status.APPROVED, "withdrawn")
    return post


@transaction.atomic
def publish_now(member: Member, post_id: int) -> Post:
    post = held(member, post_id, "publish_now")
    if not checks.has_spaces(post):
        raise NotAllowed(_("Choose at least one space first: the post would go nowhere."))
    if steps.approves_time(post.workspace):
        raise NotAllowed(_("This brand approves the time of publication too. Choose another time, and have it approved."))
    refuse_errors(post)
    was_planned = post.status == Status.PLANNED
    post.publish_at = clock.now()
    post.save(update_fields=["publish_at"])
    if not was_planned:
        planning.tell_planned(member, post)
    planning.tell_now(member, post)
    become(member, post, Status.PLANNED, "sent_now")
    return post


@transaction.atomic
def move(member: Member, post_id: int, when: datetime | None) -> Post:
    """Changes the time of publication alone. A planned post without a time is only approved."""
    post = held(member, post_id, "move")
    before, digest = post.publish_at, versions.digest(post)
    if before == when:
        return post
    post.publish_at = when
    post.revision += 1
    post.save(update_fields=["publish_at", "revision", "updated_at"])
    iso = {"from": before.isoformat() if before else None, "to": when.isoformat() if when else None}
    events.record(member, "post.moved", post, **iso)
    follow(member, post, digest, moved=True)
    return post


@transaction.atomic
def send_approved_words(member: Member, post_id: int, note: str) -> Post:
    """Sends at once a post whose very words were approved before it was made; `note` says by whom, and when. Every step is taken by it.

    Raises NotAllowed, with the reason, for one that cannot go out.
    """
    post = held(member, post_id, "edit")
    if not checks.has_spaces(post):
        raise NotAllowed(_("Choose at least one space first: the post would go nowhere."))
    refuse_errors(post)
    post.publish_at = clock.now()
    post.status = Status.APPROVED
    post.save(update_fields=["publish_at", "status", "updated_at"])
    version = versions.keep(post, member.person)
    for number, _step in enumerate(steps.steps(post.workspace)):
        decide(member, version, Approval.Decision.APPROVED, number, note)
    events.record(member, "post.approved", post, version=version.number, step="", note=note)
    planning.tell_planned(member, post)
    planning.tell_now(member, post)
    become(member, post, Status.PLANNED, "sent_now")
    return post


def follow(member: Member, post: Post, digest: str, *, moved: bool) -> None:
    """After a change to an approved post: back to review where what was approved is no longer what it says.

    `digest` is that of before the change; `moved` says that the time of publication changed.
    """
    if post.status not in SETTLED:
        return
    planned = post.status == Status.PLANNED
    if versions.digest(post) != digest:
        if planned:
            planning.tell_withdrawn(member, post)
        become(member, post, Status.IN_REVIEW, "reopened", reason="changed")
        step = current_step(post)
        if step:
            telling.changed_after_approval(member, post, step)
    elif moved and planned and post.publish_at:
        planning.tell_moved(member, post)
    elif moved and planned:
        planning.tell_withdrawn(member, post)
        become(member, post, Status.APPROVED, "withdrawn")


@transaction.atomic
def published(post_id: int) -> None:
    """For publishing: nothing of it is left to go out. Harmless when it is known already."""
    from diapason.workspaces.members import system

    post = Post.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=post_id)
    if post.status == Status.PLANNED:
        become(system(post.workspace), post, Status.PUBLISHED, "published")


@transaction.atomic
def cancel(member: Member, post_id: int) -> Post:
    post = held(member, post_id, "cancel")
    if post.status == Status.PLANNED:
        planning.tell_withdrawn(member, post)
    become(member, post, Status.CANCELLED, "cancelled")
    return post


@transaction.atomic
def reopen(member: Member, post_id: int) -> Post:
    post = held(member, post_id, "reopen")
    become(member, post, Status.DRAFT, "reopened", reason="asked")
    return post


# ── What stops an act ────────────────────────────────────────────────────────────────────────────────────────────────
def refuse_errors(post: Post) -> None:
    found = checks.errors(post)
    if found:
        raise NotAllowed(_("Mend this first: %(problem)s") % {"problem": found[0].sentence})


def refuse_unready(post: Post) -> None:
    if not checks.has_spaces(post):
        raise NotAllowed(_("Choose at least one space first: the post would go nowhere."))
    if post.publish_at is None:
        raise NotAllowed(_("Give the post a day and a time of publication first."))
    if post.publish_at <= clock.now():
        raise NotAllowed(_("The time of publication is past. Choose another, or publish now."))
    refuse_errors(post)
