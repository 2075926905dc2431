"""Webhooks as the API tells them: never their secrets. And what only webhooks tell."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.conf import settings
from django.urls import reverse
from ninja import Schema
from pydantic import Field

from diapason.api.models import WebhookAttempt, WebhookEndpoint, WebhookMessage
from diapason.api.schemas.common import Number, Paging, Text
from diapason.api.schemas.conversations import ConversationOut, MessageOut
from diapason.insights.models import Report
from diapason.links.models import Conversion


# ── What is told ─────────────────────────────────────────────────────────────────────────────────────────────────────
class ReceivedOut(Schema):
    """`opened`: these are the first messages of theirs. `messages` holds fifty of `count` at most, the oldest first."""

    conversation: ConversationOut
    opened: bool
    count: int
    messages: list[MessageOut]


class ConversionOut(Schema):
    """`order` is the site's own number. `value` is null for a conversion without a value."""

    id: int
    site: str
    order: str
    kind: str
    value: Decimal | None
    currency: str | None
    link_code: str | None
    at: datetime

    @classmethod
    def of(cls, conversion: Conversion) -> "ConversionOut":
        """`conversion` has its site and link loaded."""
        plain = {name: getattr(conversion, name) for name in ("order", "kind", "value", "at")}
        code = conversion.link.code if conversion.link else None
        currency = conversion.currency or None
        return cls(id=conversion.pk, site=conversion.site.host, link_code=code, currency=currency, **plain)


class ReportOut(Schema):
    """A report of the days from `start` to `end`, both included. Its `url` is for people of the team."""

    id: int
    start: date
    end: date
    url: str

    @classmethod
    def of(cls, report: Report) -> "ReportOut":
        """`report` has its workspace loaded."""
        path = reverse("report", args=[report.workspace.slug, report.pk])
        return cls(id=report.pk, start=report.start, end=report.end, url=f"{settings.PUBLIC_URL}{path}")


class PingOut(Schema):
    endpoint_id: int
    sentence: str


class Told(Schema):
    """The body of every webhook. `data` is the object as the API tells it, null when it has been deleted meanwhile.

    `timestamp` is when it happened; `person_id` who did it, null for Diapason itself or a client; `change` what else is known.
    """

    type: str
    timestamp: datetime
    brand: str
    person_id: int | None
    data: dict[str, Any] | None
    change: dict[str, Any]


# ── What the log says ────────────────────────────────────────────────────────────────────────────────────────────────
class WebhookMessageFilters(Paging):
    endpoint_id: Number | None = None
    state: WebhookMessage.State | None = None
    type: Annotated[Text | None, Field(max_length=60)] = None


class WebhookEndpointOut(Schema):
    """`state` is `active`, `paused` or `disabled`; `reason` then says why Diapason switched it off: `gone` or `failing`."""

    id: int
    url: str
    description: str
    types: list[str]
    state: str
    reason: str
    failing_since: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, endpoint: WebhookEndpoint) -> "WebhookEndpointOut":
        return cls(id=endpoint.pk, **{name: getattr(endpoint, name) for name in cls.model_fields if name != "id"})


class WebhookEndpointList(Schema):
    items: list[WebhookEndpointOut]


class WebhookMessageOut(Schema):
    """`webhook_id` is what its receiver sees. `next_at` is when it is sent (again), null when nothing is left to do."""

    id: int
    webhook_id: str
    endpoint_id: int
    type: str
    state: str
    tries: int
    created_at: datetime
    next_at: datetime | None
    settled_at: datetime | None

    @classmethod
    def of(cls, message: WebhookMessage) -> "WebhookMessageOut":
        return cls(**cls.facts(message))

    @staticmethod
    def facts(message: WebhookMessage) -> dict[str, Any]:
        names = [name for name in WebhookMessageOut.model_fields if name != "id"]
        return {"id": message.pk, **{name: getattr(message, name) for name in names}}


class WebhookAttemptOut(Schema):
    """`finished_at` null: cut off, it may have been received. `status` null: no answer; `error` is then a word that says why."""

    started_at: datetime
    finished_at: datetime | None
    milliseconds: int | None
    status: int | None
    error: str
    answer: str

    @classmethod
    def of(cls, attempt: WebhookAttempt) -> "WebhookAttemptOut":
        return cls(**{name: getattr(attempt, name) for name in cls.model_fields})


class WebhookMessageDetail(WebhookMessageOut):
    """`body` is the text that was signed, empty before the first attempt."""

    body: str
    attempts: list[WebhookAttemptOut]

    @classmethod
    def of(cls, message: WebhookMessage) -> "WebhookMessageDetail":
        attempts = [WebhookAttemptOut.of(attempt) for attempt in message.attempts.order_by("id")]
        return cls(body=message.body, attempts=attempts, **WebhookMessageOut.facts(message))


class WebhookMessagePage(Schema):
    items: list[WebhookMessageOut]
    next: str | None
