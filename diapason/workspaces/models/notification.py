"""What a person must be told. Shown until read; e-mailed when it cannot wait."""

from django.db import models

from diapason.workspaces.models.person import Person
from diapason.workspaces.models.workspace import Workspace


class Notification(models.Model):
    """`code` names the sentence (`workspaces.notices`); `data` fills it; `url` opens the object."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="notifications")
    person = models.ForeignKey(Person, models.CASCADE, related_name="notifications")
    code = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    emailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="notification_unread", condition=models.Q(read_at=None))]

    def __str__(self) -> str:
        return self.code
