"""Holding statements: written, approved in these very words, and said in one act when the moment has come."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from diapason.core import clock
from diapason.crises.models import Crisis, Statement, StatementApproval, StatementUse
from diapason.editorial import editing, workflow
from diapason.editorial.models import Post
from diapason.inbox import answering, saved_replies
from diapason.inbox.models import Conversation
from diapason.publishing import pausing
from diapason.publishing.models import Delivery
from diapason.territory.models import Space
from diapason.workspaces import events, notices
from diapason.workspaces.members import Member


class NotApproved(Exception):
    """These words were not approved: they cannot be said as a holding statement."""


@transaction.atomic
def keep(member: Member, statement: Statement) -> Statement:
    """Writes it. Words that changed wait for approval again, and those who approve are told."""
    new = statement.pk is None
    statement.workspace, statement.written_by = member.workspace, member.person
    statement.save()
    events.record(member, "statement.written" if new else "statement.changed", statement)
    if statement.approval is None:
        url = reverse("statement", args=[member.workspace.slug, statement.pk])
        people = notices.others(member, "crisis.approve")
        notices.tell(member.workspace, people, "statement.to_approve", url=url, subject=statement, by=member.name, title=statement.title)
    return statement


@transaction.atomic
def approve(member: Member, statement: Statement, digest: str) -> StatementApproval:
    """`digest` is that of the words which the person had before them. Raises NotApproved when they have changed since."""
    row = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    if row.digest != digest:
        raise NotApproved
    if held := row.approval:
        return held
    made = StatementApproval.objects.create(statement=row, digest=digest, at=clock.now(), by=member.person)
    events.record(member, "statement.approved", row)
    writer = [row.written_by] if row.written_by and row.written_by != member.person else []
    url = reverse("statement", args=[member.workspace.slug, row.pk])
    notices.tell(member.workspace, writer, "statement.approved", url=url, subject=row, by=member.name, title=row.title)
    return made


@transaction.atomic
def remove(member: Member, statement: Statement, *, restore: bool = False) -> None:
    statement.removed_at = None if restore else clock.now()
    statement.save(update_fields=["removed_at"])
    events.record(member, "statement.restored" if restore else "statement.removed", statement)


# ── Saying it ────────────────────────────────────────────────────────────────────────────────────────────────────────
def approved(statement: Statement) -> StatementApproval:
    """Raises NotApproved."""
    held = statement.approval
    if held is None or statement.removed_at:
        raise NotApproved
    return held


def words(member: Member, statement: Statement) -> str:
    """For everybody: without the name of anybody who is answered."""
    known = {"first_name": "", "brand": member.workspace.name, "link": member.workspace.website, "agent": ""}
    return saved_replies.fill(statement.text, known)


@transaction.atomic
def publish(member: Member, crisis: Crisis, statement: Statement, spaces: Sequence[Space]) -> Post:
    """As a post in these spaces, at once, although publishing may be paused there.

    Raises NotApproved; workflow.NotAllowed, with the reason, when a network would refuse it. Then nothing is made.
    """
    approval, text = approved(statement), words(member, statement)
    values = {"title": statement.title, "text": text, "language": statement.language}
    for network in {space.network for space in spaces}:
        values[f"v.{network}.spaces"] = ",".join(str(space.pk) for space in spaces if space.network == network)
    post = editing.create(member, values).post
    note = _("Holding statement approved by %(name)s on %(day)s.") % {"name": approval.by or "–", "day": date_format(approval.at)}
    workflow.send_approved_words(member, post.pk, note)
    pausing.clear(member, Delivery.objects.filter(variant__post=post))
    use = StatementUse(statement=statement, crisis=crisis, post=post, text=text, at=clock.now(), by=member.person)
    use.save()
    events.record(member, "crisis.said", crisis, name=statement.title, post=post.pk)
    return post


@transaction.atomic
def answer(member: Member, statement: Statement, conversation: Conversation, crisis: Crisis | None = None) -> StatementUse:
    """As an answer to somebody, with their name. Raises NotApproved, answering.CannotReply."""
    approved(statement)
    text = saved_replies.fill(statement.text, saved_replies.values(member, conversation))
    answering.reply(member, conversation, text)
    known = {"statement": statement, "crisis": crisis, "conversation": conversation, "text": text}
    use = StatementUse.objects.create(**known, at=clock.now(), by=member.person)
    if crisis:
        events.record(member, "crisis.answered", crisis, name=statement.title, conversation=conversation.pk)
    return use
