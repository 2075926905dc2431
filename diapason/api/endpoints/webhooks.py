"""Webhooks: where the brand is told, and the log of what was sent. They are made and changed on their screen alone."""

from ninja import Query, Router

from diapason.api.calls import Call, reads
from diapason.api.schemas.common import Id, present
from diapason.api.schemas.webhooks import (
    WebhookEndpointList,
    WebhookEndpointOut,
    WebhookMessageDetail,
    WebhookMessageFilters,
    WebhookMessagePage,
)
from diapason.api.schemas.webhooks import WebhookMessageOut as MessageOut
from diapason.api.webhooks import endpoints

router = Router(tags=["webhooks"])


@reads(router, "/webhooks/endpoints", WebhookEndpointList, scope="webhooks:read", needs="webhook.manage")
def list_webhook_endpoints(request: Call) -> WebhookEndpointList:
    """The webhooks of the brand, by name."""
    return WebhookEndpointList(items=[WebhookEndpointOut.of(endpoint) for endpoint in endpoints.endpoints(request.member)])


@reads(router, "/webhooks/messages", WebhookMessagePage, scope="webhooks:read", needs="webhook.manage")
def list_webhook_messages(request: Call, filters: Query[WebhookMessageFilters]) -> WebhookMessagePage:
    """The log of a month, the latest first."""
    asked = present(endpoint=filters.endpoint_id, state=filters.state, type=filters.type)
    page = filters.page(endpoints.messages(request.member).filter(**asked), ("-id",))
    return WebhookMessagePage(items=[MessageOut.of(message) for message in page.rows], next=page.next)


@reads(router, "/webhooks/messages/{message_id}", WebhookMessageDetail, scope="webhooks:read", needs="webhook.manage")
def get_webhook_message(request: Call, message_id: Id) -> WebhookMessageDetail:
    """One message, with its body and every attempt at it."""
    return WebhookMessageDetail.of(endpoints.access_message(request.member, message_id))
