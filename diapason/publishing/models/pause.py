"""Publishing paused, by whom and why: nothing that is not already being sent goes out until it is lifted."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Person, Workspace


class Pause(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="pauses")
    reason = models.CharField(_("Reason"), max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], condition=Q(lifted_at=None), name="one_pause_at_a_time")]
