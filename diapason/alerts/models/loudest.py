"""The account with most followers that spoke on a day."""

from django.db import models

from diapason.workspaces.models import Workspace


class Loudest(models.Model):
    """Of what a wording found on one day (of the brand, when it was heard) the mention whose author most people follow, where that is
    known and many. Who it was is in the mention only."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    wording = models.BigIntegerField()
    day = models.DateField()
    followers = models.BigIntegerField()
    mention = models.BigIntegerField()
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wording", "day"], name="one_loudest_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.followers}"
