"""Who has a post open at this moment."""

from datetime import timedelta

from diapason.core import clock
from diapason.editorial.models import Post, Presence
from diapason.workspaces.members import Member

SEEN_WITHIN = timedelta(seconds=30)


def here(member: Member, post: Post, *, editing: bool) -> list[Presence]:
    """Says that the member is here, and who else is."""
    if member.person:
        Presence.objects.update_or_create(post=post, person=member.person, defaults={"seen_at": clock.now(), "editing": editing})
    return others(member, post)


def others(member: Member, post: Post) -> list[Presence]:
    since = clock.now() - SEEN_WITHIN
    found = post.presences.filter(seen_at__gte=since).exclude(person=member.person).select_related("person")
    return list(found.order_by("-editing", "person__name"))


def gone(member: Member, post: Post) -> None:
    Presence.objects.filter(post=post, person=member.person).delete()
