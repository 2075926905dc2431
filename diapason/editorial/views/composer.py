"""The composer: one idea, a variant for each network, a true preview. Saved by the form, or as one types."""

import json
from typing import Any

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.editorial import checks, composing, editing, presence, previewing, sheet, workflow
from diapason.editorial.access import access_post, posts
from diapason.editorial.editing import Saved
from diapason.editorial.fields import label
from diapason.editorial.forms import IdeaForm
from diapason.editorial.models import Post
from diapason.editorial.panels import assets_of, media_list, panels
from diapason.editorial.planning import CannotWithdraw
from diapason.editorial.sheet import Sheet
from diapason.editorial.views.acts import attempt
from diapason.editorial.views.post import decisions
from diapason.media import handlers
from diapason.workspaces.doors import Request, door


def loaded(request: Request, post_id: int) -> Post:
    """The post with all that the composer reads. Raises Http404."""
    access_post(request.member, post_id)
    return composing.loaded(posts(request.member)).get(pk=post_id)


@door("post.write")
def compose(request: Request, post_id: int) -> HttpResponseBase:
    post = loaded(request, post_id)
    if post.status not in workflow.WRITABLE:
        return redirect("post", request.workspace.slug, post.pk)
    if request.method != "POST":
        return page(request, post)
    typed = sheet.from_form(request.POST)
    try:
        saved = save(request, post, typed)
    except (workflow.NotAllowed, CannotWithdraw) as refusal:
        toast(request, str(refusal), tone="bad")
        return page(request, post, typed, status=409)
    if saved.conflicts:
        return page(request, saved.post, typed, conflicts=saved, status=409)
    if saved.errors:
        return page(request, saved.post, typed, saved.errors, status=422)
    return after_save(request, post)


def after_save(request: Request, post: Post) -> HttpResponseBase:
    """Where each button leads: on, or to approval."""
    if request.POST.get("then") == "submit":
        sent = attempt(request, lambda: workflow.submit(request.member, post.pk), _("The post was sent for approval."))
        return redirect("post" if sent else "compose", request.workspace.slug, post.pk)
    toast(request, _("The post was saved."))
    return redirect("compose" if "stay" in request.POST else "post", request.workspace.slug, post.pk)


def save(request: Request, post: Post, typed: Sheet) -> Saved:
    """A form without script says only which revision it was made from: when that is past, every field it changes is in doubt."""
    stale = request.POST.get("revision", "") not in {str(post.revision), ""}
    base = dict.fromkeys(typed, "\0") if stale else None
    return editing.save(request.member, post.pk, typed, base, force="force" in request.POST)


def page(
    request: Request,
    post: Post,
    typed: Sheet | None = None,
    errors: dict[str, str] | None = None,
    conflicts: Saved | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, with what was typed where it was not kept."""
    values = sheet.read(post) | (typed or {})
    found = panels(request.member, post, readable(values), errors or {})
    context = {
        "post": post,
        "form": IdeaForm(request.member, values, errors or {}, post),
        "values": values,
        "panels": found,
        "errors": errors or {},
        "media": json.dumps(media_list(readable(values)["media"], assets_of(post, readable(values))), ensure_ascii=False),
        "conflicts": [(label(difference.name), difference) for difference in conflicts.conflicts] if conflicts else [],
        "autosaves": post.status not in workflow.SETTLED,
        "others": presence.others(request.member, post),
        "limit": handlers.limit(),
        "limit_mb": handlers.limit() // 1_000_000,
        "asked": decisions(post).first() if post.status == Post.Status.CHANGES else None,
        "submits": workflow.may(request.member, "submit", post),
        "drawer": request.htmx.target == "composer-drawer-body" if request.htmx else False,
        **side_context(post),
    }
    return render(request, "editorial/composer/page.html", context, status=status)


def readable(values: Sheet) -> Sheet:
    """Lists that cannot be read are shown empty."""
    kept = dict(values)
    for name, text in values.items():
        if name.rsplit(".", 1)[-1] in {"media", "options"}:
            try:
                json.loads(text or "[]")
            except ValueError:
                kept[name] = sheet.empty(name)
    return kept


def side_context(post: Post) -> dict[str, Any]:
    return {"post": post, "findings": checks.findings(post), "previews": previewing.previews(post)}


@door("post.write")
def side(request: Request, post_id: int) -> HttpResponse:
    """The right side alone: problems and previews, after a save."""
    return render(request, "editorial/composer/_side.html", side_context(loaded(request, post_id)))


@require_POST
@door("post.write")
def draft(request: Request, post_id: int) -> JsonResponse:
    """Saves the names that changed, as one types. `base:<name>` is what the person had before them."""
    post = loaded(request, post_id)
    typed = sheet.from_form(request.POST)
    base = {name: sheet.plain(request.POST[f"base:{name}"]) for name in typed if f"base:{name}" in request.POST}
    try:
        saved = editing.save(request.member, post.pk, typed, base, force="force" in request.POST)
    except (workflow.NotAllowed, CannotWithdraw) as refusal:
        return JsonResponse({"refused": str(refusal)}, status=423)
    if saved.conflicts:
        return conflict(request, saved, typed)
    kept = sheet.read(saved.post)
    answer = {
        "revision": saved.post.revision,
        "status": saved.post.get_status_display(),
        "errors": saved.errors,
        "values": {name: sheet.get(kept, name) for name in typed if name not in saved.errors},
    }
    return JsonResponse(answer)


def conflict(request: Request, saved: Saved, typed: Sheet) -> JsonResponse:
    """409: both texts, shown side by side; nothing was written."""
    now = sheet.read(saved.post)
    context = {"conflicts": [(label(difference.name), difference) for difference in saved.conflicts]}
    names = [difference.name for difference in saved.conflicts]
    answer = {
        "revision": saved.post.revision,
        "theirs": {name: sheet.get(now, name) for name in names},
        "html": render_to_string("editorial/composer/_conflict.html", context, request),
    }
    return JsonResponse(answer, status=409)


@require_POST
@door("post.write")
def heartbeat(request: Request, post_id: int) -> HttpResponse:
    """Says that the person is here, and answers who else is, and whether the post changed."""
    post = access_post(request.member, post_id)
    if request.POST.get("leaving"):
        presence.gone(request.member, post)
        return HttpResponse(status=204)
    others = presence.here(request.member, post, editing=bool(request.POST.get("editing")))
    answer = render(request, "editorial/composer/_presence.html", {"others": others, "post": post})
    answer.headers["X-Revision"] = str(post.revision)
    return answer
