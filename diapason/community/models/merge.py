"""Two profiles found to be one person: what was moved, so that it can be put back."""

from django.db import models

from diapason.community.models.contact import Contact
from diapason.workspaces.models import Person, Workspace


class Merge(models.Model):
    """`moved` holds the ids of what changed hands and what the kept profile said before:
    `{"identities": [1], "consents": [], "notes": "…", "tags": [], "new_notes": "…", "new_tags": []}`."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kept = models.ForeignKey(Contact, models.CASCADE, related_name="merges")
    absorbed = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    moved = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
