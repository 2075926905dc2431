"""A new post: a title is enough; a date and spaces may come with the address (`?publish_at=2027-03-01T14:30`)."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.editorial import composing, editing, sheet
from diapason.editorial.access import access_post, posts
from diapason.editorial.forms import IdeaForm
from diapason.territory.access import spaces
from diapason.territory.models import Space
from diapason.workspaces.doors import Request, door

PREFILLED = ("title", "text", "brief", "publish_at", "link", "campaign", "objective", "content_type")


@door("post.write")
def new_post(request: Request) -> HttpResponseBase:
    listed = list(spaces(request.member).exclude(state=Space.State.WATCHED))
    if request.method != "POST":
        values = {name: sheet.plain(request.GET[name]) for name in PREFILLED if name in request.GET}
        return show(request, values, {}, listed, chosen=request.GET.getlist("space"))
    values = sheet.from_form(request.POST)
    chosen = set(request.POST.getlist("space"))
    for space in listed:
        if str(space.pk) in chosen:
            name = f"v.{space.network}.spaces"
            values[name] = sheet.numbers_of([values.get(name, ""), str(space.pk)])
    saved = editing.create(request.member, values)
    if "title" in saved.errors:
        return show(request, values, saved.errors, listed, chosen=list(chosen), status=422)
    for problem in saved.errors.values():
        toast(request, problem, tone="bad")
    return redirect("compose", request.workspace.slug, saved.post.pk)


def show(
    request: Request, values: sheet.Sheet, errors: dict[str, str], listed: list[Space], chosen: list[str], status: int = 200
) -> HttpResponse:
    context = {
        "form": IdeaForm(request.member, {"language": request.workspace.language} | values, errors),
        "spaces": [(space, str(space.pk) in chosen) for space in listed],
    }
    return render(request, "editorial/post/new.html", context, status=status)


@require_POST
@door("post.write")
def copy(request: Request, post_id: int) -> HttpResponse:
    """A draft with the same words, files and spaces."""
    access_post(request.member, post_id)
    source = composing.loaded(posts(request.member)).get(pk=post_id)
    made = editing.duplicate(request.member, source, _("%(title)s (copy)") % {"title": source.title[:190]})
    toast(request, _("The post was copied, without its date."))
    return redirect("compose", request.workspace.slug, made.pk)
