"""What a person allowed us, when, and how we know it. Withdrawing is a fact too, and keeps the first one."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diapason.community.models.contact import Contact
from diapason.workspaces.models import Person


class Consent(models.Model):
    class Purpose(models.TextChoices):
        QUOTE = "quote", _("Quote their words")
        MEDIA = "media", _("Use their photos and videos")
        WRITE = "write", _("Write to them in private")
        INVITE = "invite", _("Invite them to our events")

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="consents")
    purpose = models.CharField(pgettext_lazy("consent", "Purpose"), max_length=10, choices=Purpose)
    evidence = models.CharField(_("How we know"), max_length=300)
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-given_at", "-id"]

    def __str__(self) -> str:
        return self.get_purpose_display()
