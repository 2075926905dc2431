"""A file of the brand's library (E8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Person, Workspace


class Asset(models.Model):
    """`file` is a name in the default storage, already re-encoded and without position; sizes in pixels, seconds, bytes."""

    class Kind(models.TextChoices):
        IMAGE = "image", _("Image")
        VIDEO = "video", _("Video")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="assets")
    kind = models.CharField(max_length=5, choices=Kind)
    title = models.CharField(_("Title"), max_length=200, blank=True)
    alt = models.TextField(_("Alternative text"), blank=True)
    file = models.CharField(max_length=300)
    thumbnail = models.CharField(max_length=300, blank=True)
    mime = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    duration = models.FloatField(default=0)
    probe = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64)
    tags = models.JSONField(default=list, blank=True)
    credit = models.CharField(_("Credit"), max_length=200, blank=True)
    rights = models.CharField(_("Rights"), max_length=300, blank=True)
    rights_end = models.DateField(_("Rights end on"), null=True, blank=True)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "-id"], name="asset_latest", condition=models.Q(removed_at=None))]

    @property
    def small(self) -> str:
        """The name of what shows it in a list: its thumbnail, else the image itself; empty for a video without one."""
        return self.thumbnail or (self.file if self.kind == self.Kind.IMAGE else "")

    def __str__(self) -> str:
        return self.title or self.file.rsplit("/", 1)[-1]
