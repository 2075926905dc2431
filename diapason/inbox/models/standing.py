"""What the team decided of a conversation, as facts: closed, or set aside; by whom, when, and until when it held."""

from django.db import models
from django.db.models import Q

from diapason.inbox.models.conversation import Conversation
from diapason.workspaces.models import Person


class Standing(models.Model):
    """Holds until `ended_at`. `ended_by` is null where a new message ended it."""

    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


class Closure(Standing):
    """Nothing more is expected. A new message reopens the conversation."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="closures")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation"], condition=Q(ended_at=None), name="one_closure_at_a_time")]


class Hold(Standing):
    """Set aside: something else must happen first. A new message brings the conversation back."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="holds")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation"], condition=Q(ended_at=None), name="one_hold_at_a_time")]
