"""The files of the idea: every network shows them, unless its variant has files of its own."""

from django.db import models

from diapason.editorial.models.post import Post
from diapason.media.models import Asset


class PostMedia(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="media")
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="post_uses")
    position = models.PositiveSmallIntegerField(default=0)
    crop = models.JSONField(null=True, blank=True)
    alt = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "id"]
