"""Parts of the page of a post that the apps above bring: its deliveries, its figures.

In `apps.ready()`: `page_parts.declare("publishing/_of_post.html", lambda member, post: {"deliveries": …})`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from diapason.editorial.models import Post
from diapason.workspaces.members import Member

Find = Callable[[Member, Post], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """`context` is given to `template`, included in the page under the name `part`."""

    template: str
    context: dict[str, Any]


_declared: list[tuple[str, Find]] = []


def declare(template: str, find: Find) -> None:
    if all(template != known for known, _find in _declared):
        _declared.append((template, find))


def of(member: Member, post: Post) -> list[Part]:
    return [Part(template, find(member, post)) for template, find in _declared]
