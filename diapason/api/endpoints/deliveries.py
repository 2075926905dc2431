"""Deliveries: the list, one with its attempts."""

from ninja import Query, Router

from diapason.api.calls import Call, reads
from diapason.api.schemas.common import Id, present
from diapason.api.schemas.deliveries import DeliveryDetail, DeliveryFilters, DeliveryOut, DeliveryPage
from diapason.publishing.access import access_delivery, deliveries

router = Router(tags=["deliveries"])


@reads(router, "/deliveries", DeliveryPage, scope="deliveries:read", needs="delivery.view")
def list_deliveries(request: Call, filters: Query[DeliveryFilters]) -> DeliveryPage:
    """Deliveries, the latest due first."""
    asked = present(
        state=filters.state,
        kind=filters.kind,
        space=filters.space_id,
        variant__post=filters.post_id,
        due_at__gte=filters.due_from,
        due_at__lt=filters.due_until,
    )
    found = deliveries(request.member).select_related("space", "variant").filter(**asked)
    page = filters.page(found, ("-due_at", "-id"))
    return DeliveryPage(items=[DeliveryOut.of(delivery) for delivery in page.rows], next=page.next)


@reads(router, "/deliveries/{delivery_id}", DeliveryDetail, scope="deliveries:read", needs="delivery.view")
def get_delivery(request: Call, delivery_id: Id) -> DeliveryDetail:
    """One delivery, with what is sent and every attempt at it."""
    return DeliveryDetail.of(access_delivery(request.member, delivery_id))
