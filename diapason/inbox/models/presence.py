"""Who has a conversation open, and who is writing in it, so that two people do not answer one person twice."""

from django.db import models

from diapason.inbox.models.conversation import Conversation
from diapason.workspaces.models import Person


class Presence(models.Model):
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    writing = models.BooleanField(default=False)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "person"], name="one_inbox_presence")]
