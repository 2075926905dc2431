"""What a network said of a figure, and when. Never edited: everything else can be computed again from here."""

from django.db import models
from django.db.models import Q

from diapason.publishing.models import Delivery
from diapason.territory.models import Space
from diapason.workspaces.models import Workspace


class Sample(models.Model):
    """Written when the figure changed since the last reading. `delivery` null: a figure of the account itself."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, models.CASCADE, related_name="samples")
    delivery = models.ForeignKey(Delivery, models.CASCADE, null=True, blank=True, related_name="samples", db_index=False)
    metric = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=20, decimal_places=4)
    source = models.CharField(max_length=200)
    read_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["delivery", "read_at"], name="sample_of_delivery", condition=Q(delivery__isnull=False)),
            models.Index(fields=["space", "metric", "-read_at"], name="sample_of_space", condition=Q(delivery=None)),
        ]
