"""Saved replies: the list, writing one, removing one and putting it back."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from diapason.core import clock
from diapason.core.toasts import toast
from diapason.inbox import saved_replies as texts
from diapason.inbox.access import access_saved_reply
from diapason.inbox.access import saved_replies as replies_of
from diapason.inbox.models import SavedReply
from diapason.workspaces import events
from diapason.workspaces.doors import Request, door


class SavedReplyForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = SavedReply
        fields = ["title", "body", "language", "shortcut"]
        widgets = {"body": forms.Textarea(attrs={"rows": 8})}

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        unknown = texts.unknown(body)
        if unknown:
            raise forms.ValidationError(_("There is no variable %(name)s."), params={"name": "{" + unknown[0] + "}"})
        return body

    def _get_validation_exclusions(self) -> set[str]:  # Django's own hook, which its stubs leave out
        """The brand is set by the view and belongs to the rule of one shortcut per language: it is checked too."""
        return set(super()._get_validation_exclusions()) - {"workspace", "removed_at"}  # type: ignore[misc]


@door("inbox.view")
def saved_replies(request: Request) -> HttpResponse:
    return render(request, "inbox/saved_replies.html", {"replies": replies_of(request.member).select_related("written_by")})


@door("saved_reply.write")
def saved_reply(request: Request, reply_id: int | None = None) -> HttpResponse:
    """Writes a new one, or again."""
    found = access_saved_reply(request.member, reply_id) if reply_id else SavedReply(workspace=request.workspace)
    found.written_by = found.written_by or request.user
    form = SavedReplyForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        events.record(request.member, "saved_reply.written", found)
        toast(request, _("The saved reply “%(title)s” was saved.") % {"title": found.title})
        return redirect("saved_replies", request.workspace.slug)
    context = {"form": form, "reply": found, "variables": texts.VARIABLES}
    return render(request, "inbox/saved_reply.html", context, status=422 if form.is_bound else 200)


@require_POST
@door("saved_reply.write")
def removal(request: Request, reply_id: int) -> HttpResponse:
    found = access_saved_reply(request.member, reply_id)
    SavedReply.objects.filter(pk=found.pk).update(removed_at=clock.now())
    events.record(request.member, "saved_reply.removed", found)
    undo = reverse("saved_reply_restoration", args=[request.workspace.slug, found.pk])
    toast(request, _("The saved reply “%(title)s” was removed.") % {"title": found.title}, undo=undo)
    return redirect("saved_replies", request.workspace.slug)


@require_POST
@door("saved_reply.write")
def restoration(request: Request, reply_id: int) -> HttpResponse:
    found = access_saved_reply(request.member, reply_id)
    taken = replies_of(request.member).filter(language=found.language, shortcut=found.shortcut).exclude(shortcut="").exists()
    SavedReply.objects.filter(pk=found.pk).update(removed_at=None, **({"shortcut": ""} if taken else {}))
    events.record(request.member, "saved_reply.restored", found)
    return HttpResponse(status=204)
