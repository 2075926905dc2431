"""What the team says among itself about a conversation. Never sent to anybody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.inbox.models.conversation import Conversation
from diapason.workspaces.models import Person


class Note(models.Model):
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="notes")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    body = models.TextField(_("Internal note"), max_length=5000)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["created_at", "id"]
