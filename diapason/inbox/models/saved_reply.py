"""A reply written once for the questions that come back, with places for names."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Person, Workspace


class SavedReply(models.Model):
    """`body` may hold `{first_name}`, `{brand}`, `{link}` and `{agent}` (`inbox.saved_replies`)."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="saved_replies")
    title = models.CharField(_("Title"), max_length=120)
    body = models.TextField(_("Text"), max_length=5000)
    language = models.CharField(_("Language"), max_length=5, choices=[("fr", "Français"), ("en", "English")], default="fr")
    shortcut = models.SlugField(_("Shortcut"), max_length=30, blank=True, help_text=_("Typed after a slash in an answer: /delivery"))
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "language", "shortcut"],
                condition=Q(removed_at=None) & ~Q(shortcut=""),
                name="one_saved_reply_per_shortcut",
                violation_error_message=_("Another saved reply in this language has this shortcut."),
            )
        ]

    def __str__(self) -> str:
        return self.title
