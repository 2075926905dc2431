"""What waits for its whole text, and what sites let us read."""

from django.db import models

from diapason.listening.models.source import Source
from diapason.workspaces.models import Workspace


class Article(models.Model):
    """An entry of a feed whose page is asked of its site before it is heard; then this row goes, in the transaction in which the mention
    is kept. `entry` is what the feed gave (`web.articles.as_entry`). It waits for its page until a moment after `created_at`, no
    longer."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    source = models.ForeignKey(Source, models.CASCADE, related_name="articles")
    key = models.CharField(max_length=1000)
    url = models.CharField(max_length=1000)
    host = models.CharField(max_length=255)
    entry = models.JSONField()
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="one_article_per_key")]
        indexes = [models.Index(fields=["next_at"], name="article_due"), models.Index(fields=["created_at"], name="article_late")]

    def __str__(self) -> str:
        return self.url


class Robots(models.Model):
    """What a site lets us read (`web.robots.Rules`), by its scheme, host and port, at `read_at`."""

    origin = models.CharField(max_length=300, primary_key=True)
    paths = models.JSONField(default=list)
    delay = models.FloatField(default=0)
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.origin
