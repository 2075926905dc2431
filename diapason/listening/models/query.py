"""What a brand listens for (L2), and each way it was worded."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Person, Workspace


class Query(models.Model):
    """`shown` is the wording whose mentions and figures are read; a newer one waits beside it until it has searched the past."""

    class Purpose(models.TextChoices):
        BRAND = "brand", _("Our brand")
        COMPETITOR = "competitor", _("A competitor")
        SECTOR = "sector", _("The sector")
        TOPIC = "topic", _("A topic")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="queries")
    name = models.CharField(_("Name"), max_length=120)
    purpose = models.CharField(_("What it is about"), max_length=10, choices=Purpose, default=Purpose.BRAND)
    shown = models.OneToOneField("Wording", models.SET_NULL, null=True, blank=True, related_name="shown_for")
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "name"], condition=Q(removed_at=None), name="one_query_per_name")]

    def __str__(self) -> str:
        return self.name


class Wording(models.Model):
    """The text of a query from a moment on. Its row is never edited: mentions and figures are filed under it, and another text is
    another wording, so that a chart never mixes the answers to two questions.

    Until `past_done_at`, it has been asked of the mentions said after (`past_at`, `past_id`), from the latest backwards, and of all
    that were heard since it exists. Of the past, `past_seen` mentions were looked at. `retired_at`: it is asked of nothing any more;
    `forgotten_at`: what it had found is gone too.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    query = models.ForeignKey(Query, models.CASCADE, related_name="wordings")
    text = models.TextField()
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    past_at = models.DateTimeField(null=True, blank=True)
    past_id = models.BigIntegerField(null=True, blank=True)
    past_seen = models.PositiveIntegerField(default=0)
    past_done_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace"], name="wording_asked", condition=Q(retired_at=None)),
            models.Index(fields=["id"], name="wording_of_the_past", condition=Q(past_done_at=None, retired_at=None)),
        ]

    def __str__(self) -> str:
        return self.text[:80]
