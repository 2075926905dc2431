"""Where an owner is sent whose organisation asks for two factors, until they have a second one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from diapason.workspaces.doors import PersonalRequest, signed_in
from diapason.workspaces.second_factor import has_second_factor


@signed_in
def two_factor_needed(request: PersonalRequest) -> HttpResponse:
    if has_second_factor(request.user.pk):
        return redirect("front_door")
    return render(request, "workspaces/two_factor_needed.html")
