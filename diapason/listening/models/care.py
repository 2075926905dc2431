"""What is read again with more care than everything that comes in, and what that costs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Workspace


class Care(models.Model):
    """What a brand has read again. A brand without a row has everything here as it stands."""

    workspace = models.OneToOneField(Workspace, models.CASCADE, primary_key=True, related_name="+")
    inbox = models.BooleanField(_("What reaches the inbox"), default=True)
    doubtful = models.BooleanField(_("Mentions of a query whose tone is doubtful"), default=True)
    sampled = models.BooleanField(_("One mention in fifty, to know how often the first reading holds"), default=True)
    daily = models.PositiveIntegerField(
        _("Mentions a day at most"), default=20_000, help_text=_("About thirty a second of one core. The inbox is read whatever this says.")
    )

    def __str__(self) -> str:
        return str(self.workspace)


class Why(models.IntegerChoices):
    """What comes first is read first."""

    INBOX = 1, _("Inbox")
    DOUBTFUL = 2, _("Doubtful")
    SAMPLE = 3, _("Sample")


class Rereading(models.Model):
    """A mention that waits to be read again."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    mention = models.BigIntegerField(unique=True)
    why = models.PositiveSmallIntegerField(choices=Why)

    class Meta:
        indexes = [models.Index(fields=["why", "-id"], name="rereading_next")]

    def __str__(self) -> str:
        return str(self.mention)


class CareDay(models.Model):
    """Of one day of the brand: `texts` that were read again, of which so many changed `tones` and `intents`, in so many milliseconds of
    one core."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    day = models.DateField()
    why = models.PositiveSmallIntegerField(choices=Why)
    texts = models.PositiveIntegerField(default=0)
    tones = models.PositiveIntegerField(default=0)
    intents = models.PositiveIntegerField(default=0)
    cpu_ms = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "day", "why"], name="one_care_per_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.get_why_display()}"
