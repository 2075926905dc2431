"""E-mails on the console, for a machine without a mail server: to whom, about what, and the words; not the HTML."""

from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend as Console

RULE = "─" * 78


class EmailBackend(Console):
    def write_message(self, message: EmailMessage) -> None:
        lines = [RULE, f"E-mail to {', '.join(message.recipients())}", f"Subject: {message.subject}", "", str(message.body).strip()]
        lines += [f"[attached: {name_of(item)}]" for item in message.attachments]
        self.stream.write("\n".join([*lines, RULE, ""]))


def name_of(attachment: Any) -> str:
    return str(getattr(attachment, "filename", None) or "file")
