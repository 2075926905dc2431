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
        indexes = [
            # Read without the table: an objective's own time is thousands of rows, of which only these columns count.
            models.Index(
                fields=["objective", "day"],
                include=["space", "metric", "unit", "value"],
                name="figure_of_objective",
                condition=Q(objective__isnull=False),
            )
        ]


class SpaceDay(models.Model):
    """What each space brought each day, whatever the objective: the sum of `figures` daily figures.

    PostgreSQL keeps it with every change of a daily figure (the triggers of migration 0003), so that the two never differ.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    space = models.ForeignKey(Space, models.CASCADE, null=True, related_name="+", db_index=False)
    metric = models.CharField(max_length=40)
    unit = models.CharField(max_length=3, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=4)
    figures = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "day", "metric", "space", "unit"], nulls_distinct=False, name="one_sum_per_day")
        ]
