"""What a person noted on a day of the charts: a launch, a storm, a strike of the carrier."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diapason.listening.models.query import Query
from diapason.workspaces.models import Person, Workspace


class Annotation(models.Model):
    """Of one query, or of all that the brand listens for."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    query = models.ForeignKey(Query, models.CASCADE, null=True, blank=True, related_name="annotations")
    day = models.DateField(_("Day"))
    text = models.CharField(_("What happened"), max_length=160)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "day"], name="annotation_of_day", condition=Q(removed_at=None))]

    def __str__(self) -> str:
        return self.text
