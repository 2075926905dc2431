"""What a network says without being asked, heard once for all the brands that listen to it."""

from django.db import models
from django.db.models import Q

from diapason.networks.base import registry
from diapason.networks.base.registry import Network
from diapason.territory.models import Space


class Wire(models.Model):
    """One stream of one server: all that is said in public there, or with the tag in `words`. It is heard through the account of `space`
    where the network wants one, and then for the brand of that space alone.

    `cursor` is the place that was heard, kept with what was heard. `heard` counts posts, and `rate` how many came each second lately;
    what no query of any brand finds is not kept. `sent_at`: when the network sent the last message, and `lag` how many seconds later it was
    taken in; `heard_at`: when we last were on the line.
    `missed_since` and `missed_until` bound what was said last and could not be heard, `missed` says why; `unread` counts messages that
    could not be understood or taken. `failures` counts those in a row, `error_code` and `error` are of the last one.
    """

    network = models.CharField(max_length=40)
    address = models.CharField(max_length=1000)
    words = models.CharField(max_length=200, blank=True)
    space = models.ForeignKey(Space, models.CASCADE, null=True, blank=True, related_name="+")
    cursor = models.TextField(blank=True)
    heard = models.PositiveBigIntegerField(default=0)
    rate = models.FloatField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    lag = models.FloatField(null=True, blank=True)
    missed = models.CharField(max_length=60, blank=True)
    missed_since = models.DateTimeField(null=True, blank=True)
    missed_until = models.DateTimeField(null=True, blank=True)
    unread = models.PositiveBigIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "address", "words"], condition=Q(space=None), name="one_wire_per_stream"),
            models.UniqueConstraint(fields=["space", "address", "words"], condition=~Q(space=None), name="one_wire_per_space"),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.address} {self.words}".strip()

    @property
    def net(self) -> Network:
        return registry.get(self.network)
