"""Asking a space now whether it is well."""

from asgiref.sync import async_to_sync
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.networks.base.errors import NetworkError
from diapason.territory import checking, clients, repair
from diapason.territory.access import access_space
from diapason.territory.models import Space
from diapason.workspaces.doors import Request, door


@door("space.view")
@require_POST
def check_space(request: Request, space_id: int) -> HttpResponse:
    space = access_space(request.member, space_id)
    if error := async_to_sync(ask)(space):
        toast(request, repair.of_error(space.net, error), tone="bad")
    else:
        toast(request, _("%(space)s answers.") % {"space": space})
    return redirect("space", request.workspace.slug, space.pk)


async def ask(space: Space) -> NetworkError | None:
    try:
        return await checking.check_space(space)
    finally:
        await clients.close()  # this loop ends with the request
