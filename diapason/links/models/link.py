"""A short link: a code of ours that sends the visitor to an address kept here, and nowhere else (R2)."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diapason.editorial.models import Post
from diapason.territory.models import Space
from diapason.workspaces.models import Person, Workspace


class Link(models.Model):
    """`url` is the final address, campaign parameters included. `key` is the hash of what makes a link the same one.

    `delivery_key` is the key of the delivery that carries it (a floor above, hence no foreign key).
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="links")
    code = models.CharField(max_length=12, unique=True)
    url = models.TextField(_("Address"))
    host = models.CharField(max_length=255)
    key = models.CharField(max_length=64)
    title = models.CharField(_("Name"), max_length=160, blank=True)
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="links")
    space = models.ForeignKey(Space, models.SET_NULL, null=True, blank=True, related_name="links")
    delivery_key: "models.UUIDField[uuid.UUID | None, uuid.UUID | None]" = models.UUIDField(null=True, blank=True)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-id"], name="link_latest"),
            models.Index(fields=["delivery_key"], name="link_of_delivery", condition=Q(delivery_key__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], condition=Q(disabled_at=None), name="one_link_per_address_and_place")
        ]

    def __str__(self) -> str:
        return self.title or self.destination

    @property
    def short_url(self) -> str:
        return f"{settings.PUBLIC_URL}/l/{self.code}"

    @property
    def destination(self) -> str:
        """The address without its scheme and parameters, to be read by people."""
        parts = urlsplit(self.url)
        return (parts.netloc.removeprefix("www.") + parts.path).rstrip("/")
