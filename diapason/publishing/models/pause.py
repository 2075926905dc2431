"""Publishing paused, by whom and why: nothing that is not already being sent goes out until it is lifted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diapason.core import clock
from diapason.publishing.models.delivery import Delivery
from diapason.territory.models import Space
from diapason.workspaces.models import Person, Workspace


class Pause(models.Model):
    """Of one space, or of the whole brand where there is none. `answers` tells whether answers to people are held back too.

    `holder` is what paused it and will lift it (`crisis:12`), empty for a person: a space stays paused while any of its pauses is open.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="pauses")
    space = models.ForeignKey(Space, models.CASCADE, null=True, blank=True, related_name="pauses")
    holder = models.CharField(max_length=40, blank=True)
    answers = models.BooleanField(default=True)
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "space", "holder"],
                condition=Q(lifted_at=None),
                nulls_distinct=False,
                name="one_pause_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.reason


class Clearance(models.Model):
    """A delivery that goes out although publishing is paused, because somebody said so."""

    delivery = models.OneToOneField(Delivery, models.CASCADE, related_name="clearance")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return str(self.delivery)
