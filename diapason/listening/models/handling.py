"""What the team decided about a mention."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Person, Workspace


class Handling(models.Model):
    """A fact about one mention, until it is ended: it was given to somebody, noted, or kept. `mention` is its number in the store, where
    its words are: once they are forgotten there, nothing here says what they were."""

    class Kind(models.TextChoices):
        ASSIGNMENT = "assignment", _("Assigned")
        LEAD = "lead", _("Lead")
        QUESTION = "question", _("Question to answer")
        EVIDENCE = "evidence", _("For reports")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    mention = models.BigIntegerField()
    said_at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind)
    assignee = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mention", "workspace", "kind"], condition=Q(ended_at=None), name="handled_once"),
            models.CheckConstraint(condition=Q(kind="assignment") ^ Q(assignee=None), name="assignment_names_somebody"),
        ]
        indexes = [
            models.Index(fields=["mention", "workspace", "-id"], name="handling_of_mention"),
            models.Index(fields=["workspace", "kind", "-id"], name="handling_open", condition=Q(ended_at=None)),
            models.Index(fields=["workspace", "assignee", "-id"], name="handling_mine", condition=Q(ended_at=None, kind="assignment")),
            models.Index(fields=["workspace", "-ended_at", "-id"], name="handling_ended", condition=Q(ended_at__isnull=False)),
            models.Index(fields=["workspace", "said_at"], name="handling_evidence", condition=Q(ended_at=None, kind="evidence")),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
