"""Other ways in which alerts are told: to people of the team, through a network that can say things to them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diapason.alerts.models.alert import Alert
from diapason.core.crypto import SealedField
from diapason.workspaces.models import Person, Workspace


class Channel(models.Model):
    """`name` is what the network calls it. `error` is why the last word could not be said, empty when it was."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="channels")
    network = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    base_url = models.CharField(max_length=300, blank=True)
    secrets = SealedField(blank=True)
    least = models.CharField(_("From severity"), max_length=8, choices=Alert.Severity, default=Alert.Severity.SERIOUS)
    always = models.BooleanField(_("At any hour"), default=False)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    error_code = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["network", "name", "id"]

    def __str__(self) -> str:
        return self.name


class Word(models.Model):
    """One thing to say there. `next_at` null: it was said, or never will be. `begun_at`: it may have been said."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="words")
    alert = models.ForeignKey(Alert, models.CASCADE, null=True, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    text = models.TextField()
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    said_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="word_due", condition=Q(next_at__isnull=False))]

    def __str__(self) -> str:
        return self.text[:60]
