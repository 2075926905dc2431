"""The calendar of the day, with the line of the present moment."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from diapason.editorial.access import posts
from diapason.editorial.models import Post
from diapason.publishing.models import Delivery
from diapason.workspaces.members import Member

SHOWN = 12
MOST = 1_000  # posts of a day that are counted
# Of several deliveries of one post, the one that says most comes first.
LOUDEST = ["needs_person", "needs_reconnect", "rejected", "expired", "unknown", "reconciling", "waiting", "paused", "assisted"]


@dataclass(slots=True)
class Entry:
    """One post of the day: `state` and `label` are those of its loudest delivery, else its own."""

    post: Post
    state: str
    label: str
    networks: list[str] = field(default_factory=list)

    @property
    def about(self) -> str:
        parts = [str(self.post.objective or ""), self.post.get_content_type_display()]
        return " · ".join(part for part in parts if part)


@dataclass(slots=True)
class Agenda:
    """`before` and `after` the present moment; `more` posts of the day are not shown."""

    before: list[Entry]
    after: list[Entry]
    more: int


def of_day(member: Member, now: datetime) -> Agenda:
    """Four queries, however many posts."""
    morning = now.astimezone(member.workspace.tz).replace(hour=0, minute=0, second=0, microsecond=0)
    day = posts(member).filter(publish_at__gte=morning, publish_at__lt=morning + timedelta(days=1)).exclude(status=Post.Status.CANCELLED)
    moments = list(day.order_by("publish_at", "id").values_list("id", "publish_at")[:MOST])
    chosen = around([(pk, at) for pk, at in moments if at], now)
    shown = list(day.filter(pk__in=chosen).select_related("objective").prefetch_related("variants").order_by("publish_at", "id"))
    deliveries: dict[int, list[Delivery]] = {}
    told = Delivery.objects.filter(variant__post__in=shown).exclude(state="cancelled").select_related("variant")
    for delivery in told.only("state", "variant__post"):
        if delivery.variant:
            deliveries.setdefault(delivery.variant.post_id, []).append(delivery)
    entries = [entry(post, deliveries.get(post.pk, [])) for post in shown]
    before = [each for each in entries if each.post.publish_at and each.post.publish_at <= now]
    return Agenda(before, entries[len(before) :], len(moments) - len(shown))


def around(moments: list[tuple[int, datetime]], now: datetime) -> list[int]:
    """The posts nearest to now, of those of the day in order: those to come first of all."""
    coming = [pk for pk, at in moments if at > now]
    past = [pk for pk, at in moments if at <= now]
    room = max(SHOWN - len(coming), SHOWN // 3)
    return (past[-room:] + coming)[:SHOWN]


def entry(post: Post, deliveries: list[Delivery]) -> Entry:
    networks = sorted({variant.network for variant in post.variants.all()})
    loud = sorted((each for each in deliveries if each.state in LOUDEST), key=lambda each: LOUDEST.index(each.state))
    if loud:
        return Entry(post, loud[0].state, loud[0].get_state_display(), networks)
    if deliveries and all(each.state == Delivery.State.PUBLISHED for each in deliveries):
        return Entry(post, "published", _("Published"), networks)
    if post.status == Post.Status.IN_REVIEW:
        return Entry(post, post.status, _("To approve"), networks)
    return Entry(post, post.status, post.get_status_display(), networks)
