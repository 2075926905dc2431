"""Where reading stands: one row per space and stream (comments, mentions, metrics…)."""

from django.db import models

from diapason.territory.models.space import Space


class Stream(models.Model):
    """`cursor` is the network's own; `read_at` the last complete reading; `next_at` when to read again."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="streams")
    name = models.CharField(max_length=40)
    cursor = models.TextField(blank=True)
    next_at = models.DateTimeField(db_index=True)
    started_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    brought = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "name"], name="one_stream_per_space")]

    def __str__(self) -> str:
        return f"{self.name} of {self.space_id}"
