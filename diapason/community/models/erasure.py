"""A person forgotten at their request: that it was done, by whom, when and how much; nothing of who they were."""

from django.db import models

from diapason.workspaces.models import Person, Workspace


class Erasure(models.Model):
    """`counts` says how many rows of each kind were emptied: `{"identities": 2, "messages": 14}`."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="erasures")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"erasure {self.pk}"
