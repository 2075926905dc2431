"""What a hub has promised to tell us of (WebSub)."""

from django.db import models

from diapason.core.crypto import SealedField
from diapason.listening.models.source import Source


class HubSubscription(models.Model):
    """A feed whose `hub` is asked to tell of news of `topic`, at an address of ours that ends with `token`; what it tells is signed with
    `secret["key"]`.

    `asked_at`: we asked, and the hub has not come back yet. From `verified_at` to `expires_at` it tells; then we ask again, at `next_at`.
    `error` says why a hub does not: the feed is read at its hours all the same.
    """

    source = models.OneToOneField(Source, models.CASCADE, related_name="hub_subscription")
    hub = models.URLField(max_length=1000)
    topic = models.URLField(max_length=1000)
    token = models.CharField(max_length=64, unique=True)
    secret = SealedField()
    next_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="hub_subscription_due")]

    def __str__(self) -> str:
        return self.topic
