"""Whom the workflow tells what."""

from django.urls import NoReverseMatch, reverse

from diapason.editorial.models import Comment, Post
from diapason.editorial.steps import Step
from diapason.workspaces import notices
from diapason.workspaces.members import Member
from diapason.workspaces.models import Person


def address(post: Post) -> str:
    try:
        return reverse("post", args=[post.workspace.slug, post.pk])
    except NoReverseMatch:  # pragma: no cover - an installation without the screens
        return ""


def others(member: Member, people: list[Person | None]) -> list[Person | None]:
    return [person for person in people if person and (member.person is None or person.pk != member.person.pk)]


def writers(post: Post) -> list[Person | None]:
    return [post.author, post.assignee]


def tell(member: Member, post: Post, people: list[Person | None], code: str, **data: str) -> None:
    notices.tell(post.workspace, others(member, people), code, url=address(post), subject=post, post=post.title, who=member.name, **data)


def submitted(member: Member, post: Post, step: Step) -> None:
    tell(member, post, [*step.people(post.workspace)], "post.to_approve", step=step.name)


def changed_after_approval(member: Member, post: Post, step: Step) -> None:
    tell(member, post, [*step.people(post.workspace)], "post.changed_after_approval", step=step.name)


def approved(member: Member, post: Post) -> None:
    tell(member, post, writers(post), "post.approved")


def sent_back(member: Member, post: Post, note: str) -> None:
    tell(member, post, writers(post), "post.sent_back", note=note[:300])


def commented(member: Member, comment: Comment) -> None:
    post = comment.post
    said = [earlier.person for earlier in post.comments.select_related("person")]
    tell(member, post, [*writers(post), *said], "post.commented", comment=comment.body[:300])


def late(post: Post, people: list[Person | None], code: str, due: str) -> None:
    notices.tell(post.workspace, people, code, url=address(post), subject=post, post=post.title, due=due)
