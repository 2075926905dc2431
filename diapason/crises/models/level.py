"""How grave it is, on a scale that the brand wrote beforehand."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Workspace


class Level(models.Model):
    """`rank` 1 is the least grave. `criteria` say in words when it is this one: nobody weighs words in the middle of a crisis."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="crisis_levels")
    rank = models.PositiveSmallIntegerField()
    name = models.CharField(_("Name"), max_length=60)
    criteria = models.TextField(_("When it is this one"), max_length=1000)
    answer_within = models.PositiveSmallIntegerField(
        _("First answer within (minutes)"), default=60, validators=[MinValueValidator(1), MaxValueValidator(2880)]
    )
    pauses = models.BooleanField(_("Publishing is paused"), default=False)

    class Meta:
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["workspace", "rank"], name="one_crisis_level_per_rank")]

    def __str__(self) -> str:
        return self.name
