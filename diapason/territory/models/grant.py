"""The spaces a content contributor may write for. A contributor without a grant sees none."""

from django.db import models

from diapason.territory.models.space import Space
from diapason.workspaces.models import Membership


class SpaceGrant(models.Model):
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="grants")
    space = models.ForeignKey(Space, models.CASCADE, related_name="grants")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "space"], name="one_grant_per_space")]
