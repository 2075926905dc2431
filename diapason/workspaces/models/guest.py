"""A client who approves and reads without an account, through a signed link that expires and can be revoked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models.person import Person
from diapason.workspaces.models.workspace import Workspace


class GuestLink(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="guest_links")
    name = models.CharField(_("Name of the client"), max_length=120)
    email = models.EmailField(_("E-mail"), blank=True)
    language = models.CharField(_("Language"), max_length=5, choices=[("fr", "Français"), ("en", "English")], default="fr")
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
