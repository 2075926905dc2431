"""Something unusual that people are told of, who answers for it, and whom it was told."""

import math
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diapason.alerts.detection.merging import TOGETHER
from diapason.core import clock
from diapason.listening.models import Query, Source
from diapason.workspaces.models import Person, Workspace


class Alert(models.Model):
    """`began_at` is the first unusual step, `last_at` the end of the last one, `opened_at` when people were first told. `score`, `seen`,
    `expected`, `spread` and `minutes` are of the most unusual sum so far: `seen` mentions in so many minutes, where `expected` were usual.
    Of an account that many follow: `seen` followers, where the largest account of a usual day has `expected`. Of a source that is silent:
    nothing seen in so many minutes. Of words that are passed on: `seen` that say nearly the same (`family`), in so many minutes from
    the first to the last. `told_at` and `told_score` are of the last time people were told. `course`: what was usual in the hours
    around its beginning, from a day before to a day after, as [expected, most that is usual]."""

    class Kind(models.TextChoices):
        SPIKE = "spike", _("Many mentions")
        NEGATIVITY = "negativity", _("Many negative mentions")
        VOICE = "voice", _("An account with many followers")
        FAMILY = "family", _("The same words, passed on")
        SILENCE = "silence", _("A source that brings nothing")

    class Severity(models.TextChoices):
        NOTABLE = "notable", _("Notable")
        SERIOUS = "serious", _("Serious")
        SEVERE = "severe", _("Severe")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="alerts")
    query = models.ForeignKey(Query, models.CASCADE, null=True, blank=True, related_name="alerts")
    wording = models.BigIntegerField(null=True, blank=True)
    source = models.ForeignKey(Source, models.CASCADE, null=True, blank=True, related_name="alerts")
    kind = models.CharField(max_length=12, choices=Kind)
    severity = models.CharField(max_length=8, choices=Severity)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    told_at = models.DateTimeField()
    told_score = models.FloatField()
    score = models.FloatField()
    seen = models.PositiveIntegerField()
    expected = models.FloatField()
    spread = models.FloatField()
    minutes = models.PositiveSmallIntegerField()
    family = models.BigIntegerField(null=True, blank=True)
    course = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-opened_at", "-id"], name="alert_latest"),
            models.Index(fields=["query", "-told_at"], name="alert_of_query"),
        ]
        constraints = [models.CheckConstraint(condition=Q(query=None) ^ Q(source=None), name="alert_of_query_or_source")]

    def __str__(self) -> str:
        return str(self.query or self.source)

    @property
    def most(self) -> int:
        """What would still have been usual."""
        return math.ceil(self.expected + 2 * self.spread)

    @property
    def span(self) -> str:
        """Its minutes, as both languages write them."""
        return f"{self.minutes}\u00a0min" if self.minutes < 60 else f"{self.minutes // 60}\u00a0h"

    def goes_on(self, now: datetime | None = None) -> bool:
        return (now or clock.now()) - self.last_at < TOGETHER


class Acknowledgement(models.Model):
    """Somebody answers for it; the first who says so."""

    alert = models.OneToOneField(Alert, models.CASCADE, related_name="acknowledgement")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.person)


class Telling(models.Model):
    """Each time people were told of an alert, and how many; `urgent`: not only on the screen."""

    class Why(models.TextChoices):
        OPENED = "opened", _("Told")
        WORSE = "worse", _("Told again: it became clearly worse")
        MORNING = "morning", _("Told again as the working day began")
        ESCALATED = "escalated", _("Told those who lead: nobody answered for it")

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="tellings")
    why = models.CharField(max_length=10, choices=Why)
    at = models.DateTimeField()
    people = models.PositiveSmallIntegerField()
    urgent = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.why
