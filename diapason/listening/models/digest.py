"""Who gets a digest of what was said, how often, and which were sent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Person, Workspace


class Subscription(models.Model):
    """Of one person to the digest of one brand. `even_quiet`: one line says so when there is nothing to say."""

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("Every morning, for the day before")
        WEEKLY = "weekly", _("Every Monday, for the week before")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    rhythm = models.CharField(_("Rhythm"), max_length=6, choices=Rhythm, default=Rhythm.DAILY)
    even_quiet = models.BooleanField(_("Tell me also when there is nothing to say"), default=False)
    since = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "person"], name="one_digest_per_person")]
        indexes = [models.Index(fields=["id"], name="digest_wanted", condition=Q(stopped_at=None))]

    def __str__(self) -> str:
        return str(self.get_rhythm_display())


class Issue(models.Model):
    """A digest that was due: handed to the mail in the transaction of this row, or `empty`, and then nothing was sent."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="issues")
    start = models.DateField()
    rhythm = models.CharField(max_length=6, choices=Subscription.Rhythm)
    empty = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "rhythm", "start"], name="one_issue_per_period")]

    def __str__(self) -> str:
        return f"{self.start}"
