"""The e-mails that leave. A row is written with the change that causes it, so that a broken mail server loses nothing."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from diapason.core.crypto import SealedField
from diapason.workspaces.models.workspace import Workspace


class Mail(models.Model):
    """`content` (text, html) is sealed, since it may hold a secret address, and emptied once sent or given up.

    `next_at` is when to try (again); empty when there is nothing left to try.
    """

    PROBLEMS: ClassVar[dict[str, Promise]] = {
        "refused_sign_in": _("The mail server refused the name or password of DIAPASON_EMAIL_URL."),
        "no_answer": _("The mail server does not answer."),
    }

    workspace = models.ForeignKey(Workspace, models.CASCADE, null=True, blank=True, related_name="+")
    to = models.EmailField()
    template = models.CharField(max_length=60)
    subject = models.CharField(max_length=250)
    content = SealedField(blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    next_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="mail_queue", condition=Q(next_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.template} → {self.to}"

    @property
    def problem(self) -> str:
        """Why the last try failed, in the reader's language; the words of the server where it gave some."""
        return str(self.PROBLEMS.get(self.error, self.error))


class MailFile(models.Model):
    """A file that goes with an e-mail; removed once it has been sent or given up."""

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="files")
    name = models.CharField(max_length=160)
    mime = models.CharField(max_length=80)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.name
