"""The end of a delivery: it is out, and the post knows."""

from django.db.models import Q

from diapason.core import clock
from diapason.editorial import workflow
from diapason.editorial.models import Post
from diapason.publishing.models import Delivery, DeliveryStep
from diapason.publishing.moving import event_of
from diapason.workspaces.members import Member

S = Delivery.State


def publish(delivery: Delivery, steps: list[DeliveryStep], owner: str) -> bool:
    """Marks the row published, with the address of its first visible step. False where the row is no longer ours."""
    post = hold_post(delivery)
    shown = next((step.outcome for step in steps if step.publishes and step.outcome), None)
    delivery.remote_id = shown.remote_id if shown else ""
    delivery.remote_url = shown.url if shown else ""
    return mark(delivery, post, Q(owner=owner, state__in=[S.PREPARING, S.SUBMITTING, S.RECONCILING]))


def hold_post(delivery: Delivery) -> int | None:
    """Locks the post before its deliveries, as whoever edits it does: in the other order the two would wait for each other.

    Its id; None for a delivery without one, as an answer from the inbox.
    """
    if not delivery.variant_id:
        return None
    return Post.objects.select_for_update(of=("self",)).filter(variants=delivery.variant_id).values_list("pk", flat=True).first()


def mark(delivery: Delivery, post: int | None, condition: Q, member: Member | None = None, *, reason: str = "", detail: str = "") -> bool:
    """Published, if the row still meets `condition`; `post` is what `hold_post` found."""
    delivery.published_at = clock.now()
    moved = Delivery.objects.filter(condition, pk=delivery.pk).update(
        state=S.PUBLISHED,
        remote_id=delivery.remote_id,
        remote_url=delivery.remote_url,
        published_at=delivery.published_at,
        owner="",
        lease_until=None,
        next_at=None,
        reason=reason,
        detail=detail,
    )
    if not moved:
        return False
    delivery.state, delivery.reason, delivery.detail = S.PUBLISHED, reason, detail
    event_of(delivery, member, url=delivery.remote_url).save(force_insert=True)
    # The post is published when nothing of it is left to go out.
    if post and not Delivery.objects.filter(variant__post=post).exclude(state__in=[S.PUBLISHED, S.CANCELLED]).exists():
        workflow.published(post)
    return True
