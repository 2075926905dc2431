"""The front door sends each person to their brand."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def front_door(request: HttpRequest) -> HttpResponse:
    return render(request, "web/home.html")
