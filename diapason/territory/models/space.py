"""A space: a place where the brand speaks or is spoken of (T2), and the state of our access to it (T6)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diapason.core.crypto import SealedField
from diapason.networks.base import registry
from diapason.networks.base.registry import Network
from diapason.workspaces.models import Person, Workspace


class Space(models.Model):
    """`network` is the name of a folder of `networks/`. `declared` holds the limits that the server said of itself.

    `failures` counts temporary failures in a row; `error_word` and `error_code` are those of the last one
    (`networks.base.errors`), empty when all is well; until `rests_until` nothing is asked of the network.
    """

    class State(models.TextChoices):
        CONNECTED = "connected", _("Connected")
        ASSISTED = "assisted", _("Posted by hand")
        NEEDS_RECONNECT = "needs_reconnect", _("To reconnect")
        WATCHED = "watched", _("Watched")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="spaces")
    network = models.CharField(max_length=40)
    name = models.CharField(_("Name"), max_length=160)
    handle = models.CharField(_("Account"), max_length=200, blank=True)
    url = models.URLField(_("Address"), max_length=500, blank=True)
    avatar_url = models.URLField(max_length=500, blank=True)
    base_url = models.CharField(max_length=300, blank=True)
    account_id = models.CharField(max_length=300, blank=True)
    credentials = SealedField(blank=True, default="")
    declared = models.JSONField(default=dict, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.CONNECTED)
    sandbox = models.BooleanField(default=False)

    purpose = models.CharField(_("Purpose"), max_length=300, blank=True)
    importance = models.PositiveSmallIntegerField(_("Importance"), default=3)
    rhythm = models.PositiveSmallIntegerField(_("Posts a week"), null=True, blank=True)
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Responsible"))

    connected_at = models.DateTimeField(null=True, blank=True)
    connected_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField(null=True, blank=True)
    expiry_told_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    last_ok_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    error_word = models.CharField(max_length=16, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "network", "account_id", "base_url"],
                condition=Q(removed_at=None) & ~Q(account_id=""),
                name="one_space_per_account",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def net(self) -> Network:
        return registry.get(self.network)
