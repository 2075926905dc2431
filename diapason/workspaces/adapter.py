"""How accounts are made: the first person becomes an owner; after that, by invitation unless sign-up is open."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from diapason.workspaces.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return (
            settings.OPEN_SIGN_UP
            or "invitation" in request.session
            or not Person.objects.filter(memberships__workspace__is_demo=False).exists()
        )
