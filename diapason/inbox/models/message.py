"""A message of a conversation, theirs or ours, and for a while the payload that it was read from."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from diapason.community.models import Identity
from diapason.inbox.models.conversation import Conversation
from diapason.publishing.models import Delivery
from diapason.territory.models import Space
from diapason.workspaces.models import Person, Workspace


class Message(models.Model):
    """`remote_id` is empty while a message of ours has not reached its network.

    A reply is one row for each post it becomes there: `delivery` and `part` (from 0). `thread_id`, `parent_id` and
    `subject_id` are as the network gave them; `data` is what its connector needs to answer. `erased_at`: the words
    were removed at the person's request, and reading the message again must not bring them back.
    """

    class Direction(models.TextChoices):
        IN = "in", _("Received")
        OUT = "out", _("Sent")

    class Outcome(models.TextChoices):
        PENDING = "pending", _("On its way")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not sent")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="messages")
    space = models.ForeignKey(Space, models.PROTECT, related_name="messages")
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    remote_id = models.CharField(max_length=500, blank=True)
    direction = models.CharField(max_length=3, choices=Direction)
    outcome = models.CharField(max_length=7, choices=Outcome, default=Outcome.SENT)
    kind = models.CharField(max_length=8, choices=Conversation.Kind)
    identity = models.ForeignKey(Identity, models.SET_NULL, null=True, blank=True, related_name="messages")
    author = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    url = models.URLField(max_length=1000, blank=True)
    thread_id = models.CharField(max_length=500, blank=True)
    parent_id = models.CharField(max_length=500, blank=True)
    subject_id = models.CharField(max_length=500, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True)
    media = ArrayField(models.CharField(max_length=1000), default=list, blank=True)
    data = models.JSONField(default=dict, blank=True)
    delivery = models.ForeignKey(Delivery, models.SET_NULL, null=True, blank=True, related_name="messages")
    part = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    search = models.GeneratedField(expression=Func(F("text"), function="inbox_words"), output_field=SearchVectorField(), db_persist=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["space", "remote_id"], condition=~Q(remote_id=""), name="one_message_per_remote_id"),
            models.UniqueConstraint(fields=["delivery", "part"], condition=Q(delivery__isnull=False), name="one_message_per_part"),
        ]
        indexes = [
            models.Index(fields=["conversation", "sent_at", "id"], name="message_in_thread"),
            models.Index(fields=["workspace", "-sent_at", "-id"], name="message_latest"),
            models.Index(fields=["identity", "-sent_at", "-id"], name="message_of_identity", condition=Q(identity__isnull=False)),
            models.Index(fields=["delivery"], name="message_unsettled", condition=~Q(outcome="sent")),
            GinIndex(fields=["workspace", "search"], name="message_words"),
            GinIndex(F("workspace"), OpClass(Func(F("text"), function="fold"), "gin_trgm_ops"), name="message_letters"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_ours(self) -> bool:
        return self.direction == Message.Direction.OUT


class Raw(models.Model):
    """The payload as the network sent it, so that a mended mapping can be replayed. Kept `inbox.tasks.RAW_KEPT`."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="+")
    stream = models.CharField(max_length=40)
    remote_id = models.CharField(max_length=500)
    payload = models.JSONField()
    read_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "remote_id"], name="one_payload_per_message")]
