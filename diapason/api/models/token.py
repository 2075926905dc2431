"""A person's key to the API of one brand. Only its hash is kept."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Person, Workspace


class ApiToken(models.Model):
    """`prefix` is the beginning of the token, to recognise it; `token_hash` its SHA-256. It dies with the membership."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="api_tokens")
    person = models.ForeignKey(Person, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("Name"), max_length=80)
    prefix = models.CharField(max_length=16)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("Rights"))
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
