"""Holding statements: written, approved, and said from a room."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.core.numbers import whole
from diapason.core.toasts import toast
from diapason.crises import access
from diapason.crises import statements as writing
from diapason.crises.forms import StatementForm, publishable
from diapason.crises.models import Statement
from diapason.crises.views.room import acted_on
from diapason.editorial import workflow
from diapason.workspaces.doors import Request, door


@door("crisis.view")
def statements(request: Request) -> HttpResponse:
    return render(request, "crises/statements.html", {"statements": access.statements(request.member)})


@door("crisis.prepare")
def new_statement(request: Request) -> HttpResponse:
    return edit(request, Statement(workspace=request.workspace, language=request.workspace.language))


@door("crisis.prepare")
def statement(request: Request, statement_id: int) -> HttpResponse:
    return edit(request, access.access_statement(request.member, statement_id))


def edit(request: Request, found: Statement) -> HttpResponse:
    approval = found.approval if found.pk else None
    form = StatementForm(request.member, request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        kept = writing.keep(request.member, form.save(commit=False))
        toast(request, _("Saved: it is approved.") if kept.approval else _("Saved: it waits for approval."))
        return redirect("statement", request.workspace.slug, kept.pk)
    uses = found.uses.select_related("by", "crisis").order_by("-at")[:10] if found.pk else []
    context = {"statement": found, "form": form, "approval": approval, "uses": uses}
    return render(request, "crises/statement.html", context, status=422 if form.errors else 200)


@door("crisis.approve")
@require_POST
def statement_approval(request: Request, statement_id: int) -> HttpResponse:
    """`digest`: of the words that the person has before them."""
    found = access.access_statement(request.member, statement_id)
    try:
        writing.approve(request.member, found, request.POST.get("digest", ""))
    except writing.NotApproved:
        toast(request, _("Somebody changed these words meanwhile: read them again, then approve them."), tone="bad")
    else:
        toast(request, _("Approved, in these very words."))
    return redirect("statement", request.workspace.slug, statement_id)


@door("crisis.prepare")
@require_POST
def statement_removal(request: Request, statement_id: int) -> HttpResponse:
    writing.remove(request.member, access.access_statement(request.member, statement_id))
    undo = reverse("statement_restoration", args=[request.workspace.slug, statement_id])
    toast(request, _("The holding statement was removed."), undo=undo)
    return redirect("statements", request.workspace.slug)


@door("crisis.prepare")
@require_POST
def statement_restoration(request: Request, statement_id: int) -> HttpResponse:
    writing.remove(request.member, access.access_statement(request.member, statement_id), restore=True)
    return HttpResponse(status=204)


@door("crisis.act")
@require_POST
def statement_publication(request: Request, crisis_id: int, statement_id: int) -> HttpResponse:
    """`space`: where it is said, at once."""
    crisis, found = acted_on(request, crisis_id), access.access_statement(request.member, statement_id)
    numbers = [number for each in request.POST.getlist("space") if (number := whole(each))]
    spaces = list(publishable(request.member).filter(pk__in=numbers))
    if not spaces:
        toast(request, _("Nothing was sent: choose where it is said."), tone="bad")
        return redirect("crisis", request.workspace.slug, crisis_id)
    try:
        writing.publish(request.member, crisis, found, spaces)
    except writing.NotApproved:
        toast(request, _("Nothing was sent: these words are not approved."), tone="bad")
    except workflow.NotAllowed as error:
        toast(request, _("Nothing was sent. %(why)s") % {"why": error}, tone="bad")
    else:
        toast(request, _("The holding statement goes out now, although publishing is paused."))
    return redirect("crisis", request.workspace.slug, crisis_id)
