"""The door of every view that belongs to a brand."""

import functools
from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any, Concatenate, ParamSpec, cast

from asgiref.sync import sync_to_async
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from diapason.workspaces.members import Member, member_of
from diapason.workspaces.models import Person, Workspace
from diapason.workspaces.models.membership import Role
from diapason.workspaces.second_factor import has_second_factor

P = ParamSpec("P")


class PersonalRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Person


class Request(PersonalRequest):
    """A request that passed a door."""

    member: Member
    workspace: Workspace
    htmx: HtmxDetails


def signed_in[**P](view: Callable[Concatenate[PersonalRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """For pages of a person outside any brand: a visitor is sent to sign in."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(cast(PersonalRequest, request), *args, **kwargs)

    return guarded


def enter(request: HttpRequest, slug: str, permission: str) -> HttpResponseBase | Request:
    """The request with `.member` and `.workspace`, or the answer to somebody who may not pass."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    member = member_of(request.user, slug)
    if not member.can(permission):
        raise PermissionDenied(permission)
    if member.role == Role.OWNER and member.workspace.organisation.owners_need_two_factor and not has_second_factor(request.user.pk):
        return redirect("two_factor_needed")
    passed = cast(Request, request)
    passed.member, passed.workspace = member, member.workspace
    if not request.user.time_zone:
        timezone.activate(member.workspace.tz)
    return passed


def door(permission: str) -> Callable[[Callable[Concatenate[Request, P], Any]], Callable[..., Any]]:
    """Lets in members of the brand named in the address who hold `permission`; for views and for async views.

    An anonymous visitor is sent to sign in, an outsider gets 404, a member without the permission 403. The view
    receives the request with `.member` and `.workspace`, without the slug.
    """

    def wrap(view: Callable[Concatenate[Request, P], Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            passed = enter(request, slug, permission)
            return cast(HttpResponseBase, view(passed, *args, **kwargs)) if isinstance(passed, HttpRequest) else passed

        @functools.wraps(view)
        async def guarded_async(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            passed = await sync_to_async(enter)(request, slug, permission)
            return await view(passed, *args, **kwargs) if isinstance(passed, HttpRequest) else passed

        chosen: Any = guarded_async if iscoroutinefunction(view) else guarded
        chosen.permission = permission  # read by the test that walks every URL
        return cast(Callable[..., Any], chosen)

    return wrap
