"""An account that a person writes from. It never changes owner; the profile it belongs to may (merging)."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Concat

from diapason.community.models.contact import Contact
from diapason.networks.base import registry
from diapason.networks.base.content import written
from diapason.networks.base.registry import Network
from diapason.workspaces.models import Workspace


class Identity(models.Model):
    """`remote_id` is the network's own; `followers` is what the network said at `read_at`, null where it says nothing."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="identities")
    network = models.CharField(max_length=40)
    remote_id = models.CharField(max_length=300)
    handle = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=300, blank=True)
    avatar_url = models.URLField(max_length=1000, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    followers = models.PositiveBigIntegerField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="identities")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "network", "remote_id"], name="one_identity_per_account")]
        indexes = [
            GinIndex(
                F("workspace"),
                OpClass(Func(Concat(F("name"), Value(" "), F("handle")), function="fold"), "gin_trgm_ops"),
                name="identity_name",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.handle

    @property
    def net(self) -> Network:
        return registry.get(self.network)

    @property
    def at(self) -> str:
        """The handle as people write it; empty where the network has none."""
        return written(self.handle, self.name)
