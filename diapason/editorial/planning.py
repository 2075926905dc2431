"""The boundary to publishing: what an app above does when a post is planned, moved, withdrawn or sent at once.

An app registers its functions in `apps.ready()`; each is called with (member, post) inside the transaction of the change, and
may raise CannotWithdraw to stop it.
"""

from collections.abc import Callable

from django.utils.functional import Promise

from diapason.editorial.models import Post
from diapason.workspaces.members import Member

Hook = Callable[[Member, Post], None]


class CannotWithdraw(Exception):
    """A part of the post is being sent at this moment, or is out; the sentence is for the person."""

    def __init__(self, sentence: Promise | str) -> None:
        super().__init__()
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


_planned: list[Hook] = []
_withdrawn: list[Hook] = []
_moved: list[Hook] = []
_now: list[Hook] = []


def on_planned(hook: Hook) -> Hook:
    """The post is approved, has a time and spaces: its deliveries are to be made."""
    return register(_planned, hook)


def on_withdrawn(hook: Hook) -> Hook:
    """The post is no longer planned: what has not gone out must not go."""
    return register(_withdrawn, hook)


def on_moved(hook: Hook) -> Hook:
    """The time of a planned post changed (`post.publish_at`), and nothing else."""
    return register(_moved, hook)


def on_now(hook: Hook) -> Hook:
    """The planned post goes out at once. Called after `on_planned` for a post that was not planned yet."""
    return register(_now, hook)


def register(hooks: list[Hook], hook: Hook) -> Hook:
    if hook not in hooks:
        hooks.append(hook)
    return hook


def tell_planned(member: Member, post: Post) -> None:
    tell(_planned, member, post)


def tell_withdrawn(member: Member, post: Post) -> None:
    tell(_withdrawn, member, post)


def tell_moved(member: Member, post: Post) -> None:
    tell(_moved, member, post)


def tell_now(member: Member, post: Post) -> None:
    tell(_now, member, post)


def tell(hooks: list[Hook], member: Member, post: Post) -> None:
    for hook in hooks:
        hook(member, post)
