"""What a post said at a moment. Approval is of a version, never of a post."""

from django.db import models

from diapason.editorial.models.post import Post
from diapason.workspaces.models import Person


class Version(models.Model):
    """`snapshot` holds the fields and variants; `digest` is its SHA-256, so that the same content has one version."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="one_number_per_version")]

    def __str__(self) -> str:
        return f"v{self.number}"
