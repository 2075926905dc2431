"""Clicks, counted by hour. Nothing here tells one visitor from another for longer than half an hour."""

from django.db import models

from diapason.links.models.link import Link


class ClickHour(models.Model):
    """`clicks` are people; `repeats` the same visitor again within half an hour; `bots` machines and previews."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="hours")
    hour = models.DateTimeField()
    clicks = models.PositiveIntegerField(default=0)
    repeats = models.PositiveIntegerField(default=0)
    bots = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "hour"], name="one_row_per_link_and_hour")]
        indexes = [models.Index(fields=["hour"], name="click_hour")]


class Visit(models.Model):
    """That somebody has just clicked. `digest` mixes the day's salt, so that it cannot be traced once the salt is gone."""

    digest = models.BinaryField(max_length=16, primary_key=True)
    until = models.DateTimeField(db_index=True)


class DailySalt(models.Model):
    """Random, shared by all web processes, deleted when its day is over."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField(max_length=32)
