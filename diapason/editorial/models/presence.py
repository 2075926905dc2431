"""Who has a post open, seen in the last half minute."""

from django.db import models

from diapason.editorial.models.post import Post
from diapason.workspaces.models import Person


class Presence(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    editing = models.BooleanField(default=False)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="one_presence_per_post")]
