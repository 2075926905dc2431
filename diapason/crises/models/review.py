"""After a crisis: what happened in figures, what was learnt, and what of the playbook should change."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.crises.models.playbook import Playbook, PlaybookRole, PlaybookTask
from diapason.crises.models.room import Crisis
from diapason.workspaces.models import Person, Workspace


class Review(models.Model):
    """`facts` are those of `crises.facts.Facts` when the room was closed: moments in ISO 8601, null where nothing is known."""

    crisis = models.OneToOneField(Crisis, models.CASCADE, related_name="review")
    facts = models.JSONField(default=dict)
    cause = models.TextField(_("Why it happened"), max_length=2000, blank=True)
    good = models.TextField(_("What went well"), max_length=2000, blank=True)
    bad = models.TextField(_("What did not"), max_length=2000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.crisis)


class Lesson(models.Model):
    """What the brand learnt (R7), in words that help somebody who was not there."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="lessons")
    crisis = models.OneToOneField(Crisis, models.SET_NULL, null=True, blank=True, related_name="lesson")
    title = models.CharField(_("Lesson"), max_length=200)
    text = models.TextField(_("What to do next time"), max_length=3000, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["workspace", "-at", "-id"], name="lesson_latest")]

    def __str__(self) -> str:
        return self.title


class Proposal(models.Model):
    """A change of the playbook that a crisis suggests; nothing changes until a person takes it up."""

    class Kind(models.TextChoices):
        ADD = "add", _("Add the task")
        TIME = "time", _("Change when it is due")
        WHO = "who", _("Name somebody")

    crisis = models.ForeignKey(Crisis, models.CASCADE, related_name="proposals")
    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=4, choices=Kind)
    task = models.ForeignKey(PlaybookTask, models.CASCADE, null=True, blank=True, related_name="+")
    role = models.ForeignKey(PlaybookRole, models.CASCADE, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text
