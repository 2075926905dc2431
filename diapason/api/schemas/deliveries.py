"""Deliveries as the API tells them."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from diapason.api.schemas.common import Body, Moment, Number, Paging, Text
from diapason.publishing.models import Attempt, Delivery


class DeliveryFilters(Paging):
    state: Delivery.State | None = None
    kind: Delivery.Kind | None = None
    space_id: Number | None = None
    post_id: Number | None = None
    due_from: Moment | None = None
    due_until: Moment | None = None


class Confirmation(Body):
    url: Annotated[Text, Field(max_length=1000, description="Where the post is, when you have it.")] = ""


class Nothing(Body):
    """An empty object."""


class AttemptOut(Schema):
    """One call to the network. `finished_at` null: no answer came back."""

    step: str
    number: int
    started_at: datetime
    finished_at: datetime | None
    outcome: str
    detail: str

    @classmethod
    def of(cls, attempt: Attempt) -> "AttemptOut":
        plain = {name: getattr(attempt, name) for name in cls.model_fields if name != "step"}
        return cls(step=attempt.step.kind, **plain)


class DeliveryOut(Schema):
    """One content to one space. `post_id` is null for a reply."""

    id: int
    kind: str
    state: str
    space_id: int
    network: str
    post_id: int | None
    due_at: datetime
    published_at: datetime | None
    next_at: datetime | None
    tries: int
    reason: str
    detail: str
    remote_url: str
    created_at: datetime

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryOut":
        return cls(**cls.facts(delivery))

    @staticmethod
    def facts(delivery: Delivery) -> dict[str, Any]:
        """`delivery` has its space and variant loaded."""
        named = {"id", "network", "post_id"}
        facts = {name: getattr(delivery, name) for name in DeliveryOut.model_fields if name not in named}
        variant = delivery.variant
        return {**facts, "id": delivery.pk, "network": delivery.space.network, "post_id": variant.post_id if variant else None}


class DeliveryDetail(DeliveryOut):
    parts: list[str]
    attempts: list[AttemptOut]

    @classmethod
    def of(cls, delivery: Delivery) -> "DeliveryDetail":
        attempts = Attempt.objects.filter(step__delivery=delivery).select_related("step").order_by("started_at", "id")
        facts = DeliveryOut.facts(delivery)
        return cls(parts=list(delivery.what.parts), attempts=[AttemptOut.of(attempt) for attempt in attempts], **facts)


class DeliveryPage(Schema):
    items: list[DeliveryOut]
    next: str | None
