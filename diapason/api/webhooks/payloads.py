"""The body of a message: written once, before it is first sent, and the same at every attempt."""

from datetime import datetime

from diapason.api.models import WebhookMessage
from diapason.api.schemas.webhooks import PingOut, Told
from diapason.api.webhooks import types

SENTENCE = "If you read this, the webhook works."


def write(message: WebhookMessage) -> str:
    """`message` has its event and workspace loaded. Nothing of another brand can be found from it."""
    event = message.event
    if event is None:
        return told(message, message.created_at, None, PingOut(endpoint_id=message.endpoint_id, sentence=SENTENCE).model_dump(mode="json"))
    kind = types.BY_NAME[message.type]
    found = kind.find(event)
    change = {name: event.data[name] for name in kind.keeps if name in event.data}
    return told(message, event.at, event.person_id, found.model_dump(mode="json") if found else None, change)


def told(
    message: WebhookMessage,
    at: datetime,
    person_id: int | None,
    data: dict[str, object] | None,
    change: dict[str, object] | None = None,
) -> str:
    body = Told(type=message.type, timestamp=at, brand=message.workspace.slug, person_id=person_id, data=data, change=change or {})
    return body.model_dump_json()
