"""Webhooks out: where a brand wants to be told, each message to tell, each attempt at it."""

import uuid
from typing import ClassVar
from urllib.parse import urlsplit

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diapason.core.crypto import SealedField
from diapason.workspaces.models import Event, Person, Workspace


class WebhookEndpoint(models.Model):
    """`routes` gives the type of message for each verb of `workspaces.Event` that it wants: the database itself reads it,
    with `state`, in the transaction of the event (`migrations/0003_webhooks.py`).

    `secrets` holds `current`, and `former` which signs too until `former_until`. `failing_since` is the first failure
    after the last success. `reason` says why Diapason switched it off.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        DISABLED = "disabled", _("Switched off")

    REASONS: ClassVar[dict[str, Promise]] = {
        "gone": _("Its server answered 410: it wants nothing more."),
        "failing": _("Nothing was taken for more than three days."),
    }

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="webhooks")
    url = models.CharField(_("Address"), max_length=1000)
    description = models.CharField(_("Name"), max_length=80)
    types = ArrayField(models.CharField(max_length=60), verbose_name=_("Events"))
    routes = models.JSONField(default=dict)
    secrets = SealedField(default="")
    former_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    reason = models.CharField(max_length=20, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["workspace"], name="webhooks_that_listen", condition=Q(state="active", removed_at=None))]

    def __str__(self) -> str:
        return self.description

    @property
    def host(self) -> str:
        """What of the address may be told to everybody: the rest may hold a secret."""
        return urlsplit(self.url).netloc

    @property
    def why(self) -> str:
        return str(self.REASONS.get(self.reason, ""))


class WebhookMessage(models.Model):
    """One thing to tell one endpoint. `key` is its `webhook-id`, the same at every attempt; so is `body`, written before the first.

    `next_at` is when to look at it (again), null when nothing is left to do; while an attempt is under way it is the end of
    the worker's lease. `attempt` is the number of that attempt's row: a worker whose lease is over writes nothing here.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Given up")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="messages")
    event = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    type = models.CharField(max_length=60)
    body = models.TextField(blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    attempt = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["endpoint", "next_at"], name="webhook_queue", condition=Q(next_at__isnull=False)),
            models.Index(fields=["workspace", "-id"], name="webhook_log"),
            models.Index(fields=["created_at"], name="webhook_log_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.type} → {self.endpoint}"

    @property
    def webhook_id(self) -> str:
        return f"msg_{self.key.hex}"


class WebhookAttempt(models.Model):
    """Written before the call, completed after it: one that has no `finished_at` was cut off, and may have been received.

    `status` is the HTTP status, null when no answer came; `error` then says why (a word of `ERRORS`), and also why an answer
    was not taken for a receipt. `answer` is the beginning of what was answered.
    """

    ERRORS: ClassVar[dict[str, Promise]] = {
        "timeout": _("No answer within 10 seconds."),
        "connection": _("The server cannot be reached."),
        "tls": _("The connection is not safe: its certificate was refused."),
        "private": _("The address leads into a private network, which Diapason does not open."),
        "redirect": _("The server sends elsewhere, which is not followed. Give the final address."),
        "status": _("The server did not accept the message."),
        "gone": _("The server wants nothing more: the webhook was switched off."),
        "internal": _("The message could not be prepared. Diapason tries again by itself."),
    }

    message = models.ForeignKey(WebhookMessage, models.CASCADE, related_name="attempts")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    milliseconds = models.PositiveIntegerField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=20, blank=True)
    answer = models.TextField(blank=True)

    @property
    def taken(self) -> bool:
        return self.finished_at is not None and not self.error

    @property
    def problem(self) -> str:
        """What went wrong, in the reader's language; empty when nothing did, or is not known yet."""
        return str(self.ERRORS.get(self.error, self.error))
