"""Whom the brand speaks to (S4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Workspace


class Persona(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="personas")
    name = models.CharField(_("Name"), max_length=120)
    description = models.TextField(_("Description"), blank=True)
    region = models.CharField(_("Region"), max_length=120, blank=True)
    language = models.CharField(_("Language"), max_length=10, blank=True)

    def __str__(self) -> str:
        return self.name
