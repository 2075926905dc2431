"""How long a brand keeps what was said."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Person, Workspace


class Retention(models.Model):
    """Without a row, or without `months`, everything is kept. `done_at` is when older mentions were last forgotten, `forgotten` how many
    there were until then."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="retention")
    months = models.PositiveSmallIntegerField(_("Months"), null=True, blank=True)
    set_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    forgotten = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.workspace}: {self.months}"
