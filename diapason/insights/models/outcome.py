"""What one delivery brought, as last read: one row per published delivery, so that tables sort without sums."""

from django.db import models
from django.db.models import F, Q

from diapason.editorial.models import Post
from diapason.publishing.models import Delivery
from diapason.strategy.models import Objective
from diapason.territory.models import Space
from diapason.workspaces.models import Workspace


class Outcome(models.Model):
    """A null figure is missing, never zero. `sources` says for each metric who gave it. `reads` and `next_read_at` are the
    reading schedule; `gone_at`: the network no longer shows the post."""

    delivery = models.OneToOneField(Delivery, models.CASCADE, related_name="outcome", primary_key=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)
    space = models.ForeignKey(Space, models.CASCADE, related_name="+")
    network = models.CharField(max_length=40)
    post = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="outcomes")
    objective = models.ForeignKey(Objective, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField()

    impressions = models.BigIntegerField(null=True)
    reach = models.BigIntegerField(null=True)
    likes = models.BigIntegerField(null=True)
    reposts = models.BigIntegerField(null=True)
    replies = models.BigIntegerField(null=True)
    quotes = models.BigIntegerField(null=True)
    bookmarks = models.BigIntegerField(null=True)
    engagement = models.BigIntegerField(null=True)
    clicks = models.BigIntegerField(null=True)
    conversions = models.BigIntegerField(null=True)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True)

    sources = models.JSONField(default=dict)
    read_at = models.DateTimeField(null=True)
    reads = models.PositiveSmallIntegerField(default=0)
    missed = models.PositiveSmallIntegerField(default=0)
    next_read_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-published_at", "-delivery"], name="outcome_latest"),
            models.Index(fields=["space", "next_read_at"], name="outcome_to_read", condition=Q(next_read_at__isnull=False)),
            models.Index("workspace", F("engagement").desc(nulls_last=True), "delivery", name="outcome_engagement"),
        ]
