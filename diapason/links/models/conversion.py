"""What a click became on the brand's own site: a sale, a booking, a subscription."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diapason.links import money
from diapason.links.models.link import Link
from diapason.workspaces.models import Person, Workspace


class Site(models.Model):
    """A site of the brand's that reports conversions. `key` is public: it stands in the page's source."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="sites")
    name = models.CharField(_("Name"), max_length=120)
    host = models.CharField(_("Domain"), max_length=255, help_text=_("For example boutique.example.com. Its sub-domains count too."))
    currency = models.CharField(_("Currency"), max_length=3, default="EUR")
    key = models.CharField(max_length=32, unique=True)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    disabled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "host"], condition=Q(disabled_at=None), name="one_site_per_host")]

    def __str__(self) -> str:
        return self.name

    @property
    def script_url(self) -> str:
        return f"{settings.PUBLIC_URL}/c/{self.key}.js"

    @property
    def endpoint(self) -> str:
        return f"{settings.PUBLIC_URL}/c/{self.key}"

    def covers(self, host: str) -> bool:
        """Whether `host` is the site or one of its sub-domains."""
        host = host.lower().removeprefix("www.")
        return host == self.host or host.endswith(f".{self.host}")


class Conversion(models.Model):
    """`order` is the site's own number, which makes a second report of it harmless; `minor` counts cents (or the
    currency's smallest unit), null when the conversion has no value."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="conversions")
    site = models.ForeignKey(Site, models.CASCADE, related_name="conversions")
    link = models.ForeignKey(Link, models.SET_NULL, null=True, blank=True, related_name="conversions")
    order = models.CharField(max_length=100)
    kind = models.CharField(max_length=40, default="purchase")
    minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "order"], name="one_conversion_per_order")]
        indexes = [models.Index(fields=["workspace", "-at"], name="conversion_latest")]

    def __str__(self) -> str:
        return self.order

    @property
    def value(self) -> Decimal | None:
        return money.major(self.minor, self.currency) if self.minor is not None else None
