"""What an invited person sees: who invites them to what, and one button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.workspaces import invitations
from diapason.workspaces.adapter import SESSION_KEY, invitation_of
from diapason.workspaces.doors import PersonalRequest, signed_in
from diapason.workspaces.invitations import CannotAccept, State
from diapason.workspaces.models import Invitation, Person

STATUS = {State.PENDING: 200, State.EXPIRED: 410, State.REVOKED: 410, State.USED: 410}


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    found = invitations.find(token)
    if found is None:
        return render(request, "workspaces/invitation_ended.html", {"state": "unknown"}, status=404)
    if invitations.state(found) == State.PENDING:
        request.session[SESSION_KEY] = found.token_hash
    return page(request, found)


@signed_in
@never_cache
def invitation_waiting(request: PersonalRequest) -> HttpResponse:
    """The invitation that this browser opened, once its person has signed in or up under another address."""
    found = invitation_of(request)
    return page(request, found) if found else redirect("front_door")


def page(request: HttpRequest, found: Invitation) -> HttpResponse:
    state = invitations.state(found)
    person = request.user if isinstance(request.user, Person) else None
    if person and state == State.USED and found.accepted_by_id == person.pk:
        return redirect("brand", found.workspace.slug)
    with translation.override(person.language if person else found.language):
        if state != State.PENDING:
            return render(request, "workspaces/invitation_ended.html", {"invitation": found, "state": state}, status=STATUS[state])
        context = {
            "invitation": found,
            "is_other": person is not None and person.email != found.email,
            "has_account": person is None and Person.objects.filter(email=found.email, is_active=True).exists(),
        }
        return render(request, "workspaces/invitation.html", context)


@require_POST
@signed_in
def accept_invitation(request: PersonalRequest) -> HttpResponse:
    """Accepts the invitation that this browser opened. Under another address, only when the person says so."""
    found = invitation_of(request)
    person = request.user
    if found is None:
        return render(request, "workspaces/invitation_ended.html", {"state": "unknown"}, status=410)
    if person.email != found.email and request.POST.get("as") != person.email:
        return page(request, found)
    try:
        invitations.accept(person, found)
    except CannotAccept as refused:
        return render(request, "workspaces/invitation_ended.html", {"invitation": found, "state": refused.state}, status=410)
    request.session.pop(SESSION_KEY, None)
    toast(request, _("Welcome to %(brand)s.") % {"brand": found.workspace})
    return redirect("brand", found.workspace.slug)
