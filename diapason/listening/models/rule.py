"""What is done with every mention of a kind (L2), without anybody looking at it first."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diapason.listening.models.query import Query
from diapason.workspaces.models import Person, Workspace

LONGEST_LABEL = 60


class Rule(models.Model):
    """It is about the mentions that `query` finds (any, without one) and for which `text` is true (all, where it is empty).

    `position` orders the rules of a brand. `done` counts the mentions that it changed, `last_at` is when it last did.
    """

    class Tone(models.IntegerChoices):
        NEGATIVE = -1, _("Negative")
        NEUTRAL = 0, _("Neutral")
        POSITIVE = 1, _("Positive")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="rules")
    name = models.CharField(_("Name"), max_length=120)
    position = models.PositiveIntegerField(default=0)
    query = models.ForeignKey(Query, models.CASCADE, null=True, blank=True, related_name="rules")
    text = models.TextField(blank=True)
    label = models.CharField(max_length=LONGEST_LABEL, blank=True)
    assignee = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    sentiment = models.SmallIntegerField(choices=Tone, null=True, blank=True)
    ignore = models.BooleanField(default=False)
    done = models.PositiveBigIntegerField(default=0)
    last_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "position"], name="rule_in_order", condition=Q(removed_at=None))]
        constraints = [models.CheckConstraint(condition=Q(query__isnull=False) | ~Q(text=""), name="rule_is_about_something")]

    def __str__(self) -> str:
        return self.name
