from django.db import models


class Throttle(models.Model):
    """How often one thing was asked for in the present minute. `bucket` is a digest: no address of a visitor is stored."""

    bucket = models.CharField(max_length=64, primary_key=True)
    hits = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)
