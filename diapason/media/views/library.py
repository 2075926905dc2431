"""The library: a grid of files, and the same grid to choose from in the composer."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from diapason.media import handlers, library
from diapason.workspaces.doors import Request, door


@door("media.view")
def media(request: Request) -> HttpResponse:
    filters = {name: request.GET.get(name, "").replace("\0", "")[:200] for name in library.FILTERS}
    today = timezone.localdate(timezone=request.workspace.tz)
    page = library.page(request.member, filters, today, request.GET.get("cursor", ""))
    context = {
        "cells": [(asset, library.rights_state(asset, today)) for asset in page.rows],
        "page": page,
        "filters": filters,
        "filtered": any(filters.values()),
        "tags": library.tags(request.member),
        "limit": handlers.limit(),
        "limit_mb": handlers.limit() // 1_000_000,
    }
    return render(request, "media/picker.html" if request.GET.get("pick") else "media/library.html", context)
