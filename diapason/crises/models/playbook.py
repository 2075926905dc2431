"""What is done in a crisis, written while nothing burns: who does what, by when, whom to call, how to answer."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Person, Workspace


class Playbook(models.Model):
    """`answers`: ways to answer people, one a line. The first of a brand that is not removed is proposed first."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="playbooks")
    name = models.CharField(_("Name"), max_length=120)
    applies = models.TextField(_("When to follow it"), max_length=1000, blank=True)
    answers = models.TextField(_("Ways to answer people"), max_length=4000, blank=True, help_text=_("One a line."))
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def ways(self) -> list[str]:
        return [line.strip() for line in self.answers.splitlines() if line.strip()]


class Part(models.Model):
    """One line of a playbook, in the order in which it was written."""

    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ["position", "id"]


class PlaybookRole(Part):
    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="roles")
    name = models.CharField(_("Role"), max_length=80)
    duties = models.CharField(_("What they do"), max_length=300, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Who"))

    def __str__(self) -> str:
        return self.name


class PlaybookTask(Part):
    """To be done `minutes` after the room is opened, from the level of that rank on."""

    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="tasks")
    text = models.CharField(_("Task"), max_length=300)
    role = models.CharField(_("Role"), max_length=80, blank=True)
    minutes = models.PositiveSmallIntegerField(_("Minutes after opening"), default=30, validators=[MaxValueValidator(20160)])
    rank = models.PositiveSmallIntegerField(_("From level"), default=1)

    def __str__(self) -> str:
        return self.text


class PlaybookContact(Part):
    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="contacts")
    name = models.CharField(_("Name"), max_length=120)
    part = models.CharField(_("What for"), max_length=160, blank=True)
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)

    def __str__(self) -> str:
        return self.name
