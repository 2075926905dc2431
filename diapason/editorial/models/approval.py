"""A decision on a version: who, when, at which step, with which words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.editorial.models.version import Version
from diapason.workspaces.models import GuestLink, Person


class Approval(models.Model):
    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        CHANGES = "changes", _("Changes asked")

    version = models.ForeignKey(Version, models.CASCADE, related_name="approvals")
    step = models.PositiveSmallIntegerField(default=0)
    decision = models.CharField(max_length=8, choices=Decision)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    guest = models.ForeignKey(GuestLink, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField(_("Note"), blank=True)
    at = models.DateTimeField(auto_now_add=True)
