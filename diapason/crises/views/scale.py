"""The written scale of the brand."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diapason.core.toasts import toast
from diapason.crises import scale as scales
from diapason.crises.forms import LevelForm
from diapason.workspaces.doors import Request, door


@door("crisis.prepare")
def scale(request: Request) -> HttpResponse:
    """Every level on one page. They are written down when somebody changes them."""
    levels = scales.kept(request.workspace) if request.method == "POST" else scales.levels(request.workspace)
    forms = [LevelForm(request.POST or None, instance=level, prefix=str(level.rank)) for level in levels]
    if request.method == "POST" and all([form.is_valid() for form in forms]):  # noqa: C419 - every form says its errors
        scales.change(request.member, [form.instance for form in forms])
        toast(request, _("Saved: it holds from now on."))
        return redirect("crisis_scale", request.workspace.slug)
    errors = any(form.errors for form in forms)
    return render(request, "crises/scale.html", {"forms": forms, "errors": errors}, status=422 if errors else 200)
