"""E-mail. `send` writes the message beside the change that causes it; the worker tries until the server takes it.

A message is `templates/mail/<template>.txt`, whose first line is the subject, and `<template>.html`. The row is the
truth: a job only wakes the worker, and `workspaces.tasks.send_due_mail` finds what a killed worker left.
"""

import smtplib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from diapason.core import clock
from diapason.core.crypto import Sealed
from diapason.workspaces.models import Mail, MailFile, Person, Workspace

# Minutes between two tries: about a day in all, then a person is told.
WAITS = (1, 2, 5, 15, 30, 60, 120, 240, 480, 480)
# How long one try may take before another worker takes the message over.
LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class File:
    """A file to go with a message; `data` in bytes, all files of a message within 15 MB."""

    name: str
    mime: str
    data: bytes


def send(
    to: Person | str,
    template: str,
    context: dict[str, Any],
    *,
    language: str = "",
    workspace: Workspace | None = None,
    files: Sequence[File] = (),
    headers: Mapping[str, str] | None = None,
) -> Mail:
    """Renders the message in the reader's language and hands it to the worker. Call it in the transaction of its cause. `headers` are
    added to those of every message."""
    address, language = (to.email, language or to.language) if isinstance(to, Person) else (to, language or settings.LANGUAGE_CODE)
    context = {**context, "language": language, "public_url": settings.PUBLIC_URL, "workspace": workspace}
    with translation.override(language):
        subject, _sep, text = render_to_string(f"mail/{template}.txt", context).strip().partition("\n")
        html = render_to_string(f"mail/{template}.html", {**context, "subject": subject})
    return put(
        address,
        template,
        subject.strip(),
        {"text": text.strip() + "\n", "html": html, "headers": dict(headers or {})},
        workspace=workspace,
        files=files,
    )


def put(
    address: str,
    template: str,
    subject: str,
    content: dict[str, Any],
    *,
    workspace: Workspace | None = None,
    files: Sequence[File] = (),
) -> Mail:
    """Hands a message that is already written to the worker."""
    with transaction.atomic():
        mail = Mail.objects.create(
            workspace=workspace, to=address, template=template, subject=subject[:250], content=Sealed(content), next_at=clock.now()
        )
        MailFile.objects.bulk_create(MailFile(mail=mail, name=file.name, mime=file.mime, data=file.data) for file in files)
        wake(mail)
    return mail


def wake(mail: Mail) -> None:
    from diapason.workspaces.tasks import send_mail

    send_mail.defer(mail_id=mail.pk)


def claim(mail_id: int) -> Mail | None:
    """Takes the message for one try, unless it is sent, given up, not due yet or in other hands."""
    now = clock.now()
    with transaction.atomic():
        mail = Mail.objects.select_for_update(skip_locked=True).filter(pk=mail_id, next_at__lte=now).first()
        if mail:
            mail.tries += 1
            mail.next_at = now + LEASE
            mail.save(update_fields=["tries", "next_at"])
    return mail


def deliver(mail_id: int) -> bool:
    """One try; whether the server took the message."""
    mail = claim(mail_id)
    if mail is None:
        return False
    try:
        message_of(mail).send()
    except (OSError, smtplib.SMTPException) as error:
        refused(mail, error)
        return False
    settle(mail, sent_at=clock.now(), error="")
    return True


def message_of(mail: Mail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject,
        mail.content["text"],
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        # The same at every try, so that a mail client shows a message taken twice once.
        headers={
            "Message-ID": f"<{mail.pk}.{mail.created_at:%Y%m%d%H%M%S}@diapason>",
            "Auto-Submitted": "auto-generated",
            **mail.content.get("headers", {}),
        },
    )
    if html := mail.content.get("html"):
        message.attach_alternative(html, "text/html")
    for file in mail.files.all():
        message.attach(file.name, bytes(file.data), file.mime)
    return message


def refused(mail: Mail, error: Exception) -> None:
    """Tries again later, unless the server will never take this message or a day has passed."""
    mail.error = reason(error)[:300]
    if is_final(error) or mail.tries > len(WAITS):
        settle(mail, failed_at=clock.now(), error=mail.error)
        return
    mail.next_at = clock.now() + timedelta(minutes=WAITS[mail.tries - 1])
    mail.save(update_fields=["next_at", "error"])


def settle(mail: Mail, **facts: Any) -> None:
    with transaction.atomic():
        mail.files.all().delete()
        for name, value in {**facts, "next_at": None, "content": {}}.items():
            setattr(mail, name, value)
        mail.save(update_fields=[*facts, "next_at", "content"])


def is_final(error: Exception) -> bool:
    """Whether the server refused this recipient or this message for good (5xx), which no wait cures."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def reason(error: Exception) -> str:
    """What the server said, or a word of `Mail.PROBLEMS`; never a password."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {said(text)}" for code, text in error.recipients.values())
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "refused_sign_in"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {said(error.smtp_error)}"
    return "no_answer"


def said(text: bytes | str) -> str:
    return text.decode(errors="replace") if isinstance(text, bytes) else text
