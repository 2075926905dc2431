"""A place that was met while listening, and that the brand does not want among its spaces."""

from django.db import models

from diapason.workspaces.models import Person, Workspace


class DeclinedPlace(models.Model):
    """`what` and `value` as the store counts them: a site, or an author."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    what = models.CharField(max_length=10)
    value = models.CharField(max_length=500)
    name = models.CharField(max_length=200)
    declined_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    declined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "what", "value"], name="one_refusal_per_place")]

    def __str__(self) -> str:
        return self.name
