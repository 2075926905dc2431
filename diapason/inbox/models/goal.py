"""Within how long a brand answers, and in which hours somebody is there to do it."""

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Workspace

FORTNIGHT = 20160  # minutes
EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]


def every_day() -> list[int]:
    return list(EVERY_DAY)


class AnswerGoal(models.Model):
    """`days` are those of ISO 8601 (1: Monday). Without hours the whole day counts. In the brand's own time zone."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, related_name="answer_goal")
    minutes = models.PositiveIntegerField(
        _("Answer within (minutes)"), default=120, validators=[MinValueValidator(1), MaxValueValidator(20160)]
    )
    days = ArrayField(models.PositiveSmallIntegerField(), default=every_day, verbose_name=_("Days"))
    opens = models.TimeField(_("Opens at"), null=True, blank=True)
    closes = models.TimeField(_("Closes at"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.minutes} min"

    @property
    def seconds(self) -> tuple[int, int]:
        """When the day begins and ends, in seconds from midnight."""
        return of_midnight(self.opens) if self.opens else 0, of_midnight(self.closes) if self.closes else 86400


def of_midnight(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second
