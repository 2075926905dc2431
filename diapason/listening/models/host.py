"""A site that sources are read from: we ask it one thing at a time, whoever of us asks."""

from django.db import models


class Host(models.Model):
    """`free_at`: when it may be asked again. It is later while somebody asks, and when the site told us to wait."""

    name = models.CharField(max_length=255, primary_key=True)
    free_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
