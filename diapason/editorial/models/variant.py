"""A variant: the post as one network will show it, for one or several spaces of that network (E4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.editorial.models.post import Post
from diapason.media.models import Asset
from diapason.networks.base import registry
from diapason.networks.base.registry import Network
from diapason.territory.models import Space


class Variant(models.Model):
    """`own_text` false: the post's text is used, with its link and hashtags; `own_media` false: the post's files.

    `poll` and `options` are those of `Content`.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="variants")
    network = models.CharField(max_length=40)
    spaces = models.ManyToManyField(Space, related_name="variants", blank=True)
    own_text = models.BooleanField(default=False)
    own_media = models.BooleanField(default=False)
    text = models.TextField(_("Text"), blank=True)
    title = models.CharField(_("Title"), max_length=300, blank=True)
    thread = models.BooleanField(_("Cut into a thread when too long"), default=False)
    poll = models.JSONField(null=True, blank=True)
    first_comment = models.TextField(_("First comment"), blank=True)
    options = models.JSONField(default=dict, blank=True)
    alt_waived_by = models.ForeignKey("workspaces.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    alt_waived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "network"], name="one_variant_per_network")]

    def __str__(self) -> str:
        return f"{self.post} · {self.network}"

    @property
    def net(self) -> Network:
        return registry.get(self.network)

    @property
    def effective_text(self) -> str:
        """The words as written; `composing` adds the link and hashtags of the idea to those that are not its own."""
        return self.text if self.own_text else self.post.text


class VariantMedia(models.Model):
    """One file of a variant, in order; `crop` is left, top, width, height as shares of the original (0 to 1)."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="media")
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="uses")
    position = models.PositiveSmallIntegerField(default=0)
    crop = models.JSONField(null=True, blank=True)
    alt = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "id"]
