"""Pages watched for change."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diapason.core.toasts import toast
from diapason.listening.sources import managing
from diapason.listening.sources.forms import PageForm
from diapason.listening.sources.web import pages
from diapason.workspaces.doors import Request, door


@door("listening.write")
def new_page(request: Request) -> HttpResponse:
    """POST `address`, `selector`, `minutes`, `name`, `folder`: looked at at once, then again and again."""
    form = PageForm(request.POST or None, initial={"address": request.GET.get("address", "")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            found = pages.watch(request.member, **given)
        except managing.CannotAdd as error:
            form.add_error("address", str(error))
        else:
            toast(request, _("“%(name)s” is watched from now on.") % {"name": found})
            return redirect("source", request.workspace.slug, found.pk)
    return render(request, "listening/sources/page.html", {"form": form}, status=422 if form.errors else 200)
