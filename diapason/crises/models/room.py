"""A crisis and its room: who does what by when, what was decided and noted, and when it was over."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diapason.alerts.models import Alert
from diapason.crises.models.level import Level
from diapason.crises.models.playbook import Playbook, PlaybookTask
from diapason.listening.models import Query
from diapason.workspaces.models import Person, Workspace


class Crisis(models.Model):
    """`began_at` is when it began outside, as far as is known; `opened_at` when its room was opened. `query` is what is followed."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="crises")
    title = models.CharField(_("What happens"), max_length=160)
    summary = models.TextField(_("What is known"), max_length=2000, blank=True)
    level = models.ForeignKey(Level, models.PROTECT, related_name="+", verbose_name=_("Level"))
    playbook = models.ForeignKey(Playbook, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Playbook"))
    query = models.ForeignKey(Query, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Query to follow"))
    alerts = models.ManyToManyField(Alert, related_name="crises", blank=True)
    began_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["workspace", "-opened_at", "-id"], name="crisis_latest")]

    def __str__(self) -> str:
        return self.title

    @property
    def holder(self) -> str:
        """What its pauses are called by."""
        return f"crisis:{self.pk}"


class Seat(models.Model):
    """A role of the room and who has it."""

    crisis = models.ForeignKey(Crisis, models.CASCADE, related_name="seats")
    name = models.CharField(_("Role"), max_length=80)
    duties = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Task(models.Model):
    """`origin` is where it stands in the playbook; none for what was added in the room."""

    crisis = models.ForeignKey(Crisis, models.CASCADE, related_name="tasks")
    seat = models.ForeignKey(Seat, models.SET_NULL, null=True, blank=True, related_name="tasks")
    origin = models.ForeignKey(PlaybookTask, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.CharField(_("Task"), max_length=300)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["due_at"], name="crisis_task_due", condition=Q(done_at=None, reminded_at=None))]

    def __str__(self) -> str:
        return self.text


class Entry(models.Model):
    """What somebody wrote into the time line. `at` is when it happened, which may be before it was written."""

    class Kind(models.TextChoices):
        NOTE = "note", pgettext_lazy("crisis", "Note")
        DECISION = "decision", pgettext_lazy("crisis", "Decision")

    crisis = models.ForeignKey(Crisis, models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.NOTE)
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text[:80]


class Closing(models.Model):
    """The room is closed until `reopened_at`."""

    crisis = models.ForeignKey(Crisis, models.CASCADE, related_name="closings")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["crisis"], condition=Q(reopened_at=None), name="one_closing_of_a_crisis_at_a_time")]

    def __str__(self) -> str:
        return str(self.crisis)
