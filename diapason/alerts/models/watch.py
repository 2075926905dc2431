"""What is watched (L5), how closely, and who is told at which hours."""

from datetime import time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.listening.models import Query
from diapason.workspaces.models import Person, Workspace


class Watch(models.Model):
    """One query under watch. `state` is what its detectors know of all that was said before `settled_at`, for the wording `wording`;
    what was said since is looked at again each time, for it may come in late. `looked` tells whether anything came in since."""

    class Sensitivity(models.TextChoices):
        HIGH = "high", _("High: also what is only somewhat unusual")
        NORMAL = "normal", _("Normal: what is clearly unusual")
        LOW = "low", _("Low: only what stands out")
        OFF = "off", _("Off: never")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    query = models.OneToOneField(Query, models.CASCADE, related_name="watch")
    sensitivity = models.CharField(_("Sensitivity"), max_length=6, choices=Sensitivity, default=Sensitivity.NORMAL)
    people = models.ManyToManyField(Person, verbose_name=_("Who is told"), related_name="+", blank=True)
    wording = models.BigIntegerField(null=True, editable=False)
    state = models.JSONField(default=dict, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    looked = models.CharField(max_length=60, default="", editable=False)

    def __str__(self) -> str:
        return str(self.query)


class Duty(models.Model):
    """When the people of a brand are at work, by its clock. Outside these hours only what is severe is told by e-mail at once."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="duty")
    begins = models.TimeField(_("Begins at"), default=time(8))
    ends = models.TimeField(_("Ends at"), default=time(20))
    weekends = models.BooleanField(_("Saturday and Sunday too"), default=False)
    patience = models.PositiveSmallIntegerField(
        _("Minutes until an alert that nobody answers for goes to those who lead"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(1440)],
    )

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"
