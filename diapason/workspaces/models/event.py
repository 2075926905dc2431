"""What was done, by whom, when, to what. Written in the transaction of the change; never edited."""

from django.db import models
from django.db.models import F, Func, Value

from diapason.workspaces.models.guest import GuestLink
from diapason.workspaces.models.person import Person
from diapason.workspaces.models.workspace import Workspace


class Event(models.Model):
    """`verb` is `object.past_participle` (`post.approved`); `subject` is `app_label.model`; `data` holds no secret."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="events")
    at = models.DateTimeField(db_index=False)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    guest = models.ForeignKey(GuestLink, models.SET_NULL, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=60)
    family = models.GeneratedField(
        expression=Func(F("verb"), Value("."), Value(1), function="split_part"),
        output_field=models.CharField(max_length=60),
        db_persist=True,
    )
    subject = models.CharField(max_length=60, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    label = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-id"], name="event_latest"),
            models.Index(fields=["workspace", "-at", "-id"], name="event_by_time"),
            models.Index(fields=["workspace", "person", "-at", "-id"], name="event_of_person"),
            models.Index(fields=["workspace", "family", "-at", "-id"], name="event_of_family"),
            models.Index(fields=["workspace", "subject", "subject_id", "-id"], name="event_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.label}"
