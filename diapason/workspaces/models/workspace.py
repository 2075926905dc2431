"""A brand is a workspace; an organisation owns several. Nothing leaks between two."""

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.core import clock


class Organisation(models.Model):
    name = models.CharField(_("Name"), max_length=120)
    owners_need_two_factor = models.BooleanField(_("Owners must sign in with two factors"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


def default_zone() -> str:
    return str(settings.DEFAULT_TIME_ZONE)


class Workspace(models.Model):
    """One brand: what tenancy separates."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="workspaces")
    name = models.CharField(_("Name"), max_length=120)
    slug = models.SlugField(_("Short name in addresses"), max_length=60, unique=True)
    time_zone = models.CharField(_("Time zone"), max_length=64, default=default_zone)
    language = models.CharField(_("Main language"), max_length=5, choices=[("fr", "Français"), ("en", "English")], default="fr")
    market = models.CharField(_("Market"), max_length=5, choices=[("fr", "France"), ("qc", "Québec")], default="fr")
    website = models.URLField(_("Web site"), blank=True)
    late_after = models.PositiveSmallIntegerField(
        _("Tolerance"), default=60, help_text=_("Minutes after which a late post is not sent by itself: a person decides.")
    )
    approval_steps = models.JSONField(default=list, blank=True)
    require_alt_text = models.BooleanField(_("Alternative text is required"), default=True)
    utm = models.JSONField(default=dict, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def tz(self) -> ZoneInfo:
        return clock.zone(self.time_zone)

    @property
    def today(self) -> date:
        return clock.now().astimezone(self.tz).date()
