"""Notes on the days of the charts."""

from django import forms
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from diapason.core import clock
from diapason.core.toasts import toast
from diapason.listening import access
from diapason.listening.models import Annotation, Query
from diapason.workspaces import events
from diapason.workspaces.doors import Request, door
from diapason.workspaces.members import Member

SHOWN = 50


class AnnotationForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    query = forms.ModelChoiceField(
        Query.objects.none(), label=gettext_lazy("Chart"), required=False, empty_label=gettext_lazy("All charts of listening")
    )

    class Meta:
        model = Annotation
        fields = ("day", "text", "query")
        widgets = {"day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, member: Member, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["query"].queryset = access.queries(member)  # type: ignore[attr-defined]


@door("listening.view")
def annotations(request: Request) -> HttpResponse:
    """GET: the latest notes, and the form for those who may write. POST: a new one."""
    writes = request.member.can("listening.write")
    given = request.POST if request.method == "POST" and writes else None
    initial = {"day": request.GET.get("day") or request.workspace.today, "query": request.GET.get("query")}
    form = AnnotationForm(request.member, given, initial=initial)
    if given is not None and form.is_valid():
        note = form.save(commit=False)
        note.workspace, note.by = request.workspace, request.user
        with transaction.atomic():
            note.save()
            events.record(request.member, "annotation.added", note)
        toast(request, _("Noted: it is on the charts."))
        return redirect("query", request.workspace.slug, note.query_id) if note.query_id else redirect("listening", request.workspace.slug)
    rows = Annotation.objects.filter(workspace=request.workspace, removed_at=None).select_related("query", "by")
    context = {"form": form, "notes": rows.order_by("-day", "-pk")[:SHOWN]}
    return render(request, "listening/annotations.html", context, status=422 if given is not None else 200)


def access_annotation(member: Member, annotation_id: int) -> Annotation:
    """Raises Http404 for one of another brand."""
    found = Annotation.objects.filter(workspace=member.workspace, pk=annotation_id).first()
    if found is None:
        raise Http404
    return found


@require_POST
@door("listening.write")
def annotation_removal(request: Request, annotation_id: int) -> HttpResponse:
    mark(request.member, access_annotation(request.member, annotation_id), removed=True)
    undo = reverse("annotation_restoration", args=[request.workspace.slug, annotation_id])
    toast(request, _("The note was removed."), undo=undo)
    return redirect("annotations", request.workspace.slug)


@require_POST
@door("listening.write")
def annotation_restoration(request: Request, annotation_id: int) -> HttpResponse:
    mark(request.member, access_annotation(request.member, annotation_id), removed=False)
    return HttpResponse(status=204)


@transaction.atomic
def mark(member: Member, note: Annotation, *, removed: bool) -> None:
    note.removed_at = clock.now() if removed else None
    note.save(update_fields=["removed_at"])
    events.record(member, "annotation.removed" if removed else "annotation.restored", note)
