"""Posts that serve one purpose over a time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.strategy.models.objective import Objective
from diapason.workspaces.models import Workspace


class Campaign(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="campaigns")
    name = models.CharField(_("Name"), max_length=120)
    utm = models.SlugField(_("Name in links"), max_length=60, blank=True)
    objective = models.ForeignKey(Objective, models.SET_NULL, null=True, blank=True, related_name="campaigns")
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until"), null=True, blank=True)

    def __str__(self) -> str:
        return self.name
