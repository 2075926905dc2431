"""Holding statements: words prepared and approved before anything happens, for when there is no time to weigh them."""

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.crises.models.playbook import Playbook
from diapason.crises.models.room import Crisis
from diapason.editorial.models import Post
from diapason.inbox.models import Conversation
from diapason.workspaces.models import Person, Workspace


class Statement(models.Model):
    """Its text may hold `{brand}`, `{link}`, `{first_name}` and `{agent}`, as saved replies do."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="holding_statements")
    playbook = models.ForeignKey(
        Playbook,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="statements",
        verbose_name=_("Playbook"),
        help_text=_("None: for all."),
    )
    title = models.CharField(_("Title"), max_length=120)
    text = models.TextField(_("Text"), max_length=5000)
    language = models.CharField(_("Language"), max_length=5, choices=[("fr", "Français"), ("en", "English")], default="fr")
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def digest(self) -> str:
        """Of what is approved: changed words are other words."""
        return hashlib.sha256(f"{self.language}\0{self.text}".encode()).hexdigest()

    @property
    def approval(self) -> "StatementApproval | None":
        """The approval of these very words, if they have one."""
        digest = self.digest
        held = [each for each in self.approvals.all() if each.digest == digest and each.withdrawn_at is None]
        return max(held, key=lambda each: each.pk, default=None)


class StatementApproval(models.Model):
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="approvals")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.statement} {self.at:%Y-%m-%d}"


class StatementUse(models.Model):
    """Each time a statement was said: as a post, or as an answer. `text` is what was said then."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="uses")
    crisis = models.ForeignKey(Crisis, models.CASCADE, null=True, blank=True, related_name="uses")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="+")
    conversation = models.ForeignKey(Conversation, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return str(self.statement)
