"""The steps of a delivery, and every attempt at one: written before the call, completed after it."""

from django.db import models

from diapason.networks.base.content import Repeat, Result, Step
from diapason.publishing.models.delivery import Delivery


class DeliveryStep(models.Model):
    """One mutation of the plan. `result` is set once, when the network's answer (or a look) proves it done."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=30)
    spec = models.JSONField()
    repeat = models.CharField(max_length=8)
    key = models.CharField(max_length=100, blank=True)
    keyed_for = models.PositiveIntegerField(default=0)
    publishes = models.BooleanField(default=False)
    result = models.JSONField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["delivery", "position"], name="one_step_per_position")]

    @property
    def step(self) -> Step:
        return Step(self.kind, self.spec, Repeat(self.repeat), self.key, self.keyed_for, self.publishes)

    @property
    def outcome(self) -> Result | None:
        return Result(**self.result) if self.result is not None else None


class Attempt(models.Model):
    """One call for one step. `finished_at` null: the worker has not come back from it, or never will."""

    step = models.ForeignKey(DeliveryStep, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=64)
    owner = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=16, blank=True)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "number"], name="one_number_per_attempt")]
