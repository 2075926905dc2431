"""A screen of listening with its filters, under a name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.listening.models.query import Query
from diapason.workspaces.models import Person, Workspace


class SavedView(models.Model):
    """`asked` is the query of its address, without its period where that ends today: then `days` says how long it is, and the period moves
    on with the days. `shared`: the whole team sees it."""

    class Screen(models.TextChoices):
        OVERVIEW = "listening", _("Listening")
        QUERY = "query", _("A query")
        MENTIONS = "mentions", _("Mentions")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=60)
    screen = models.CharField(max_length=10, choices=Screen)
    query = models.ForeignKey(Query, models.CASCADE, null=True, blank=True, related_name="+")
    asked = models.CharField(max_length=1500, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    shared = models.BooleanField(_("For the whole team"), default=False)
    first_for = models.ManyToManyField(Person, related_name="+", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "name"], name="saved_view_of_brand", condition=models.Q(removed_at=None))]

    def __str__(self) -> str:
        return self.name
