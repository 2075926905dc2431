"""The boundary to publishing: what went wrong with the deliveries of posts, in words short enough for a calendar.

In `apps.ready()`: `troubles.declare(find)`, where `find(posts)` gives the words of each post that needs a person. One query.
"""

from collections.abc import Callable, Collection, Mapping

Find = Callable[[Collection[int]], Mapping[int, str]]

_declared: list[Find] = []


def declare(find: Find) -> None:
    if find not in _declared:
        _declared.append(find)


def of(posts: Collection[int]) -> dict[int, str]:
    """The words by the number of the post; the posts with nothing wrong are left out."""
    found: dict[int, str] = {}
    for find in _declared if posts else ():
        found |= find(posts)
    return found
