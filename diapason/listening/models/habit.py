"""What was learned of what people corrected."""

from django.db import models

from diapason.workspaces.models import Workspace


class Habit(models.Model):
    """Of one language, in the version `id`, with how it fares on corrections that it had not seen (`understanding.habits.Effect`). The
    latest is in use, if it is `on`. A row is never edited."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    language = models.CharField(max_length=2)
    made_at = models.DateTimeField()
    corrections = models.PositiveIntegerField()
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField()
    others = models.PositiveIntegerField()
    moved = models.PositiveIntegerField()
    on = models.BooleanField()
    weights = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["workspace", "language", "-id"], name="habit_latest")]

    def __str__(self) -> str:
        return f"{self.workspace} {self.language}"
