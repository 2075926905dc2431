"""What was heard on a wire in a second or so, to be kept at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from diapason.networks.base.content import Heard, Incoming


@dataclass(slots=True)
class Harvest:
    """`said` holds a post once, and none that its author took back meanwhile. `missed` is why something before it is not there, and
    `resumed_at` when hearing went on."""

    cursor: str
    at: datetime | None = None
    said: dict[str, Incoming] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    missed: str = ""
    resumed_at: datetime | None = None
    unread: int = 0

    def add(self, heard: Iterable[Heard]) -> None:
        for each in heard:
            self.cursor, self.at = each.cursor, each.at or self.at
            self.said |= {post.remote_id: post for post in each.said if not post.ours}
            for post in each.gone:
                self.said.pop(post, None)
            self.gone |= set(each.gone)
            self.left |= set(each.left)
            self.unread += each.unread
            if each.missed:
                self.missed, self.resumed_at = each.missed, each.at
