"""An invitation by e-mail. Only the hash of its secret is kept."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models.mail import Mail
from diapason.workspaces.models.membership import Role
from diapason.workspaces.models.person import Person
from diapason.workspaces.models.workspace import Workspace


class Invitation(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("E-mail"))
    role = models.CharField(_("Role"), max_length=12, choices=Role, default=Role.COMMUNITY)
    language = models.CharField(_("Language"), max_length=5, choices=[("fr", "Français"), ("en", "English")], default="fr")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "email"], condition=Q(accepted_at=None, revoked_at=None), name="one_open_invitation_per_address"
            )
        ]

    def __str__(self) -> str:
        return self.email
