"""What the team and the client say about a version."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from diapason.editorial.models.post import Post
from diapason.editorial.models.version import Version
from diapason.workspaces.models import GuestLink, Person


class Comment(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="comments")
    version = models.ForeignKey(Version, models.SET_NULL, null=True, related_name="comments")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    guest = models.ForeignKey(GuestLink, models.SET_NULL, null=True, blank=True, related_name="+")
    body = models.TextField(_("Comment"))
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
