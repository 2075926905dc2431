"""How accounts are made: the first person becomes an owner; after that, by invitation unless sign-up is open."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from diapason.core.addresses import client_ip
from diapason.workspaces import brands, invitations, mail
from diapason.workspaces.models import Invitation, Person

SESSION_KEY = "invitation"


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation whose address this visitor opened, while it can be accepted."""
    found = invitations.by_hash(request.session.get(SESSION_KEY, ""))
    return found if found and invitations.state(found) == invitations.State.PENDING else None


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.OPEN_SIGN_UP or brands.is_fresh() or invitation_of(request) is not None

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """An invited person lands in the brand, the others where they create one."""
        invitation = invitation_of(request)
        if invitation is None or not isinstance(request.user, Person):
            return reverse("new_brand")
        if request.user.email != invitation.email:
            return reverse("invitation_waiting")
        invitations.accept(request.user, invitation)
        del request.session[SESSION_KEY]
        return reverse("brand", args=[invitation.workspace.slug])

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the worker, so that a mail server that is down neither breaks the page nor loses the message."""
        written = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
        text = str(written.body)
        html = render_to_string(
            "mail/plain.html",
            {"text": text, "subject": written.subject, "language": get_language(), "public_url": settings.PUBLIC_URL},
        )
        mail.put(email, template_prefix.rsplit("/", 1)[-1], written.subject, {"text": text, "html": html})

    def format_email_subject(self, subject: str) -> str:
        return subject
