"""A file of the library as one network takes it: cropped, resized, encoded within its limits."""

from django.db import models

from diapason.media.models.asset import Asset


class Rendition(models.Model):
    """`recipe` is the SHA-256 of the crop and of the limits, so that the same rendition is made once."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="renditions")
    recipe = models.CharField(max_length=64)
    file = models.CharField(max_length=300)
    mime = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asset", "recipe"], name="one_rendition_per_recipe")]

    def __str__(self) -> str:
        return self.file
