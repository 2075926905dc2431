"""What a token may be used for. A token never does more than its person: its rights are the role's, within its scopes."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.members import Member

# Each scope: its sentence, and the permissions of which at least one is needed to make any use of it.
SCOPES: dict[str, tuple[Promise | str, tuple[str, ...]]] = {
    "posts:read": (_("Read posts: their texts, status and times"), ("calendar.view",)),
    "posts:write": (_("Write posts, submit, approve, schedule and cancel them"), ("post.write", "post.review", "post.plan")),
    "deliveries:read": (_("Follow deliveries and each attempt at them"), ("delivery.view",)),
    "deliveries:write": (_("Decide about a delivery in trouble"), ("delivery.decide",)),
    "conversations:read": (_("Read conversations and their messages"), ("inbox.view",)),
    "conversations:write": (_("Answer, assign, close and reopen conversations"), ("inbox.reply",)),
    "metrics:read": (_("Read results: figures of posts and of days"), ("results.view",)),
    "spaces:read": (_("See spaces and their health"), ("space.view",)),
    "webhooks:read": (_("See webhooks and the log of what was sent"), ("webhook.manage",)),
}


def offered(member: Member) -> list[tuple[str, Promise | str]]:
    """The scopes that serve this member: those of which their role allows something."""
    return [(name, label) for name, (label, needs) in SCOPES.items() if any(member.can(permission) for permission in needs)]


def known(names: Iterable[str]) -> list[str]:
    """Those that exist, in the order of the list."""
    wanted = set(names)
    return [name for name in SCOPES if name in wanted]
