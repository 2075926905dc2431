"""A conversation: what somebody said to the brand in one place, and what was answered (C1)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diapason.community.models import Identity
from diapason.publishing.models import Delivery
from diapason.territory.models import Space
from diapason.workspaces.models import Person, Workspace


class Conversation(models.Model):
    """`thread_key` groups messages within a space (`inbox.threads`).

    Everything below the line is worked out from the messages, closures and holds by `inbox.facts`, never set by hand:
    `waiting_since` is the moment of the first message that nobody has answered, null when nobody waits.
    """

    class Kind(models.TextChoices):
        COMMENT = "comment", _("Comment")
        MENTION = "mention", _("Mention")
        MESSAGE = "message", _("Private message")
        REVIEW = "review", _("Review")

    class Status(models.TextChoices):
        OPEN = "open", _("To answer")
        WAITING = "waiting", pgettext_lazy("conversation", "Waiting")
        CLOSED = "closed", pgettext_lazy("conversation", "Closed")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="conversations")
    space = models.ForeignKey(Space, models.PROTECT, related_name="conversations")
    thread_key = models.CharField(max_length=500)
    assignee = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Assigned to"))
    urgent = models.BooleanField(_("Urgent"), default=False)
    unread = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # ── worked out ──
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.COMMENT)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    identity = models.ForeignKey(Identity, models.SET_NULL, null=True, blank=True, related_name="conversations")
    subject_remote_id = models.CharField(max_length=500, blank=True)
    delivery = models.ForeignKey(Delivery, models.SET_NULL, null=True, blank=True, related_name="conversations")
    language = models.CharField(max_length=10, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    excerpt = models.CharField(max_length=200, blank=True)
    last_is_ours = models.BooleanField(default=False)
    messages_count = models.PositiveIntegerField(default=0)
    incoming_count = models.PositiveIntegerField(default=0)
    first_incoming_at = models.DateTimeField(null=True, blank=True)
    first_reply_at = models.DateTimeField(null=True, blank=True)
    last_message_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "thread_key"], name="one_conversation_per_thread")]
        indexes = [
            models.Index(fields=["workspace", "-last_message_at", "-id"], name="conversation_latest"),
            models.Index(fields=["workspace", "status", "-last_message_at", "-id"], name="conversation_by_status"),
            models.Index(fields=["workspace", "-urgent", "waiting_since", "id"], name="conversation_queue", condition=Q(status="open")),
            models.Index(
                fields=["workspace", "assignee", "-last_message_at", "-id"],
                name="conversation_mine",
                condition=Q(assignee__isnull=False) & ~Q(status="closed"),
            ),
            models.Index(fields=["identity", "-last_message_at"], name="conversation_of_person"),
            models.Index(
                fields=["workspace", "first_incoming_at", "first_reply_at"],
                name="conversation_delay",
                condition=Q(first_incoming_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identity or self.get_kind_display()} · {self.space}"
