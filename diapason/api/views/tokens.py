"""One's API tokens: made, shown once, revoked."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.api import scopes, tokens
from diapason.api.forms import TokenForm
from diapason.core import clock
from diapason.core.toasts import toast
from diapason.workspaces.doors import Request, door


@door("token.manage")
def tokens_page(request: Request) -> HttpResponse:
    if request.method != "POST":
        return page(request, TokenForm(request.member))
    form = TokenForm(request.member, request.POST)
    if not form.is_valid():
        return page(request, form, status=422)
    values = form.cleaned_data
    token, plain = tokens.create(request.member, values["name"], values["scopes"], values["days"])
    # Answered at once, without a redirection: the token is kept nowhere, not even for the time of one.
    response = page(request, TokenForm(request.member), made=plain, name=token.name, status=201)
    response["Cache-Control"] = "no-store"
    return response


def page(request: Request, form: TokenForm, *, made: str = "", name: str = "", status: int = 200) -> HttpResponse:
    """`made` is the text of a token that has just been made, shown this once."""
    labels = {key: label for key, (label, _needs) in scopes.SCOPES.items()}
    listed = [(token, [labels.get(scope, scope) for scope in token.scopes]) for token in tokens.listed(request.member)]
    context = {"form": form, "tokens": listed, "made": made, "name": name, "now": clock.now()}
    return render(request, "api/tokens.html", context, status=status)


@require_POST
@door("token.manage")
def revoke_token(request: Request, token_id: int) -> HttpResponse:
    token = tokens.access_token(request.member, token_id)
    tokens.revoke(request.member, token)
    toast(request, _("The token “%(name)s” does not work any more.") % {"name": token})
    return redirect("tokens", request.workspace.slug)
