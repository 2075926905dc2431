"""What the brand wants from social media (S1), and the computed indicators that tell whether it gets it (S2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.workspaces.models import Person, Workspace


class Objective(models.Model):
    class Kind(models.TextChoices):
        AWARENESS = "awareness", _("Awareness")
        VISIBILITY = "visibility", _("Visibility")
        IMAGE = "image", _("Brand image")
        CONVERSATION = "conversation", _("Conversation")
        TRAFFIC = "traffic", _("Traffic to the site")
        LOCAL = "local", _("Visits to shops")
        SALES = "sales", _("Sales")
        SERVICE = "service", _("Customer service")
        CAUSE = "cause", _("A cause")

    class Horizon(models.TextChoices):
        SHORT = "short", _("Short term")
        MEDIUM = "medium", _("Medium term")
        LONG = "long", _("Long term")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="objectives")
    name = models.CharField(_("Name"), max_length=160)
    kind = models.CharField(_("Kind"), max_length=16, choices=Kind)
    description = models.TextField(_("Why"), blank=True)
    horizon = models.CharField(_("Horizon"), max_length=8, choices=Horizon, default=Horizon.MEDIUM)
    department = models.CharField(_("Department"), max_length=120, blank=True)
    owner = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Responsible"))
    starts_on = models.DateField(_("From"))
    due_on = models.DateField(_("Until"))
    colour = models.PositiveSmallIntegerField(default=1)  # the number of a series of the design tokens
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(due_on__gte=models.F("starts_on")), name="objective_ends_after_start")]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """The value that an indicator must reach over the objective's time. `kpi` names one of `strategy.kpis`."""

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="targets")
    kpi = models.CharField(_("Indicator"), max_length=40)
    value = models.DecimalField(_("Target"), max_digits=16, decimal_places=4)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["objective", "kpi"], name="one_target_per_kpi")]
