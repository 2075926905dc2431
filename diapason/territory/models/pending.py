"""A connection begun on a network's own page, until the person comes back from it."""

from django.db import models

from diapason.core.crypto import SealedField
from diapason.territory.models.space import Space
from diapason.workspaces.models import Person, Workspace


class PendingConnection(models.Model):
    """`state` is what the network sends back to us; `space` is set when an existing one is reconnected."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, models.CASCADE, null=True, blank=True, related_name="+")
    network = models.CharField(max_length=40)
    base_url = models.CharField(max_length=300)
    state = models.CharField(max_length=200, unique=True)
    secrets = SealedField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
