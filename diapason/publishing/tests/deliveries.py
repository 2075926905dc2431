"""What the hostile suites ask of a delivery, and do to one."""

from django.db import transaction

from diapason.core import clock
from diapason.editorial.models import Post, Variant
from diapason.networks.base.content import Content, Result
from diapason.publishing import services
from diapason.publishing.models import Delivery
from diapason.workspaces.models import Notification


def state(delivery: Delivery) -> str:
    delivery.refresh_from_db()
    return delivery.state


def told(delivery: Delivery) -> set[str]:
    return set(Notification.objects.filter(subject_id=delivery.pk).values_list("code", flat=True))


def lapse(delivery: Delivery) -> None:
    """The lease of whoever holds it is over."""
    Delivery.objects.filter(pk=delivery.pk).update(next_at=clock.now(), lease_until=clock.now())


def attempt_result(text: str = "ours") -> Result:
    return Result(text, f"https://network.example/{text}")


def planned_by_services(member, space, text="First words"):
    post = Post.objects.create(workspace=space.workspace, title="Launch")
    variant = Variant.objects.create(post=post, network=space.network)
    variant.spaces.add(space)
    return variant, replanned(member, variant, space, text)


def replanned(member, variant, space, text):
    with transaction.atomic():
        return services.plan(member, variant, space, lambda key: Content(parts=(text,)), clock.now())
