"""The secret address at which a calendar application reads the editorial calendar."""

from django.db import models

from diapason.core.crypto import SealedField
from diapason.workspaces.models import Person, Workspace


class CalendarFeed(models.Model):
    """Found by the hash of its token; the token itself is kept sealed, to be shown again to its person."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="feeds")
    person = models.ForeignKey(Person, models.CASCADE, related_name="feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    token = SealedField()
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
