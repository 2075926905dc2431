"""The brand's own moments: a fair, a launch, an anniversary (E2). Public ones are computed by `editorial.moments`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Workspace


class BrandMoment(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="moments")
    name = models.CharField(_("Name"), max_length=160)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    yearly = models.BooleanField(_("Every year"), default=False)
    before = models.CharField(_("Before"), max_length=300, blank=True)
    during = models.CharField(_("During"), max_length=300, blank=True)
    after = models.CharField(_("After"), max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="moment_ends_after_start")]

    def __str__(self) -> str:
        return self.name
