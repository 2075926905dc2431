"""Who works for a brand, and as what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models.person import Person
from diapason.workspaces.models.workspace import Workspace


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Social media manager")
    COMMUNITY = "community", _("Community manager")
    CONTRIBUTOR = "contributor", _("Content contributor")
    CLIENT = "client", _("Client")
    READER = "reader", _("Reader")


class Membership(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="memberships")
    role = models.CharField(_("Role"), max_length=12, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "workspace"], name="one_membership_per_brand")]

    def __str__(self) -> str:
        return str(self.person)
