"""What each day brought, added up as figures are read: charts and indicators read these rows and no others."""

from django.db import models
from django.db.models import Q

from diapason.strategy.models import Objective
from diapason.territory.models import Space
from diapason.workspaces.models import Workspace


class DailyFigure(models.Model):
    """`day` is the brand's own. A flow (likes) holds what the day added; a level (followers) holds the day's last value.
    `unit` is a currency for money, else empty. `objective` cannot be deleted while its figures are here."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    space = models.ForeignKey(Space, models.CASCADE, null=True, related_name="+", db_index=False)
    objective = models.ForeignKey(Objective, models.RESTRICT, null=True, related_name="+", db_index=False)
    metric = models.CharField(max_length=40)
    unit = models.CharField(max_length=3, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "day", "metric", "space", "objective", "unit"], nulls_distinct=False, name="one_figure_per_day"
            )
        ]
        indexes = [models.Index(fields=["objective", "day"], name="figure_of_objective", condition=Q(objective__isnull=False))]
