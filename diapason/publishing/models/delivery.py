"""A delivery: one content to one space, exactly once, or a person is told (P1, ADR 0003)."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diapason.editorial.models import Variant
from diapason.networks.base.content import Content
from diapason.territory.models import Space
from diapason.workspaces.models import Person, Workspace

# The states that a worker must leave by itself: no such row is without the moment when one looks (`publishing.states`).
LOOKED_AT = ["planned", "due", "waiting", "preparing", "submitting", "unknown", "reconciling"]


class Delivery(models.Model):
    """`content` is what is sent (`networks.base.content.Content` as JSON), frozen when the delivery is planned.

    `due_at` is when it should go out; `next_at` when a worker must next look at it (null: no worker need).
    `owner` and `lease_until` say which worker holds it. `key` seeds every idempotency key.
    """

    class Kind(models.TextChoices):
        POST = "post", _("Post")
        REPLY = "reply", _("Reply")

    class State(models.TextChoices):
        PLANNED = "planned", _("Scheduled")
        DUE = "due", _("About to go out")
        PREPARING = "preparing", _("Being prepared")
        SUBMITTING = "submitting", _("Being sent")
        PUBLISHED = "published", _("Published")
        WAITING = "waiting", _("Waiting to try again")
        UNKNOWN = "unknown", _("Not confirmed yet")
        RECONCILING = "reconciling", _("Being verified")
        NEEDS_RECONNECT = "needs_reconnect", _("Space to reconnect")
        NEEDS_PERSON = "needs_person", _("To verify")
        REJECTED = "rejected", _("Refused")
        EXPIRED = "expired", _("Too late")
        PAUSED = "paused", _("Paused")
        ASSISTED = "assisted", _("To post by hand")
        CANCELLED = "cancelled", _("Cancelled")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="deliveries")
    space = models.ForeignKey(Space, models.PROTECT, related_name="deliveries")
    variant = models.ForeignKey(Variant, models.SET_NULL, null=True, blank=True, related_name="deliveries")
    kind = models.CharField(max_length=5, choices=Kind, default=Kind.POST)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content = models.JSONField()
    state = models.CharField(max_length=16, choices=State, default=State.PLANNED)
    due_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)
    owner = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    looks = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=60, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    remote_id = models.CharField(max_length=500, blank=True)
    remote_url = models.URLField(max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="delivery_queue", condition=Q(next_at__isnull=False)),
            models.Index(fields=["space", "next_at"], name="delivery_queue_of_space", condition=Q(next_at__isnull=False)),
            models.Index(fields=["workspace", "due_at"], name="delivery_calendar"),
            models.Index(fields=["workspace", "state", "-due_at", "-id"], name="delivery_by_state"),
            models.Index(fields=["state"], name="delivery_held", condition=Q(state__in=["paused", "needs_reconnect"])),
            models.Index(fields=["space", "remote_id"], name="delivery_remote", condition=~Q(remote_id="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["variant", "space"],
                condition=Q(variant__isnull=False) & ~Q(state="cancelled"),
                name="one_delivery_per_variant_and_space",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=LOOKED_AT) | Q(next_at__isnull=False),
                name="no_delivery_without_a_next_look",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant.post if self.variant else self.get_kind_display()} → {self.space}"

    def save(self, **options: Any) -> None:
        """A new delivery is looked at when it is due."""
        if self._state.adding and self.next_at is None and self.state in LOOKED_AT:
            self.next_at = self.due_at
        super().save(**options)

    @property
    def what(self) -> Content:
        return Content.from_json(self.content)
