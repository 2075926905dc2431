"""A person of the community: one profile, whatever the networks they write from (M1)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Person, Workspace


class Contact(models.Model):
    """`name` is what the team calls them; `seen_at` the moment of their last message to us.

    `merged_into` is set while another profile stands for this one; `erased_at` when the person asked to be forgotten.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="contacts")
    name = models.CharField(_("Name"), max_length=200)
    notes = models.TextField(_("Notes"), blank=True)
    tags = ArrayField(models.CharField(max_length=40), verbose_name=_("Tags"), default=list, blank=True)
    messages = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="absorbed")
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-seen_at", "-id"], name="contact_latest", condition=Q(merged_into=None, erased_at=None)),
            GinIndex(fields=["workspace", "tags"], name="contact_tags"),
            GinIndex(F("workspace"), OpClass(Func(F("name"), function="fold"), "gin_trgm_ops"), name="contact_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = [word for word in self.name.replace(".", " ").replace("@", " ").split() if word[0].isalnum()]
        return "".join(word[0] for word in words[:2]).upper() or "?"
