"""What the search of deliveries looks in, away from the rows that publishers change several times a minute."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F

from diapason.publishing.models.delivery import Delivery
from diapason.workspaces.models import Workspace


class DeliveryLetters(models.Model):
    """The letters (`core.letters`) of its post's title, a bar, those of the texts that it sends. PostgreSQL writes them with each
    change of either."""

    delivery = models.OneToOneField(Delivery, models.CASCADE, primary_key=True, related_name="letters")
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", db_index=False)
    letters = models.TextField()

    class Meta:
        indexes = [GinIndex(F("workspace"), OpClass(F("letters"), "gin_trgm_ops"), name="delivery_letters")]
