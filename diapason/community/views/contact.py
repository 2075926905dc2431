"""A person: who they are, what they allowed, and their whole history with the brand."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from diapason.community import merging, screens
from diapason.community.access import access_contact
from diapason.community.forms import ConsentForm, ContactForm
from diapason.community.models import Consent, Contact
from diapason.core import clock
from diapason.core.toasts import toast
from diapason.workspaces import events
from diapason.workspaces.doors import Request, door


@door("person.view")
def contact(request: Request, contact_id: int) -> HttpResponse:
    found = access_contact(request.member, contact_id)
    if found.pk != contact_id:
        return redirect("contact", request.workspace.slug, found.pk)
    return show(request, found)


def show(request: Request, found: Contact, *, status: int = 200, **forms: object) -> HttpResponse:
    identities = list(found.identities.order_by("pk"))
    moments, after = screens.history(request.member, identities, request.GET.get("cursor", ""))
    context = {
        "contact": found,
        "identities": identities,
        "consents": found.consents.select_related("recorded_by"),
        "moments": moments,
        "next": after,
        "links": screens.links(request.member, identities),
        "likely": merging.likely(found) if request.member.can("person.write") else [],
        "merges": found.merges.filter(undone_at=None).select_related("absorbed", "by"),
        "form": ContactForm(instance=found),
        "consent_form": ConsentForm(),
        **forms,
    }
    return render(request, "community/contact.html", context, status=status)


@require_POST
@door("person.write")
def profile(request: Request, contact_id: int) -> HttpResponse:
    found = access_contact(request.member, contact_id)
    form = ContactForm(request.POST, instance=found)
    if not form.is_valid():
        return show(request, found, status=422, form=form)
    form.save()
    events.record(request.member, "contact.edited", found)
    toast(request, _("The profile was saved."))
    return redirect("contact", request.workspace.slug, found.pk)


@require_POST
@door("person.write")
def consent(request: Request, contact_id: int) -> HttpResponse:
    found = access_contact(request.member, contact_id)
    form = ConsentForm(request.POST, instance=Consent(contact=found, given_at=clock.now(), recorded_by=request.user))
    if not form.is_valid():
        return show(request, found, status=422, consent_form=form)
    fact = form.save()
    events.record(request.member, "contact.consented", found, purpose=fact.purpose)
    toast(request, _("The consent was recorded."))
    return redirect("contact", request.workspace.slug, found.pk)


@require_POST
@door("person.write")
def withdrawal(request: Request, contact_id: int, consent_id: int) -> HttpResponse:
    """The consent stays as a fact, with the moment at which it ended."""
    found = access_contact(request.member, contact_id)
    fact = get_object_or_404(Consent, pk=consent_id, contact=found)
    Consent.objects.filter(pk=fact.pk, withdrawn_at=None).update(withdrawn_at=clock.now(), withdrawn_by=request.user)
    events.record(request.member, "contact.consent_withdrawn", found, purpose=fact.purpose)
    undo = reverse("consent_restoration", args=[request.workspace.slug, found.pk, fact.pk])
    toast(request, _("The consent was withdrawn."), undo=undo)
    return redirect("contact", request.workspace.slug, found.pk)


@require_POST
@door("person.write")
def restoration(request: Request, contact_id: int, consent_id: int) -> HttpResponse:
    found = access_contact(request.member, contact_id)
    fact = get_object_or_404(Consent, pk=consent_id, contact=found)
    Consent.objects.filter(pk=fact.pk).update(withdrawn_at=None, withdrawn_by=None)
    events.record(request.member, "contact.consented", found, purpose=fact.purpose)
    return HttpResponse(status=204)
