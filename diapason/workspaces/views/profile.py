"""What a person chooses for themselves, the brands they work for, and closing their account."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from diapason.core.toasts import toast
from diapason.workspaces import accounts, brands
from diapason.workspaces.doors import PersonalRequest, signed_in
from diapason.workspaces.forms import PersonalForm
from diapason.workspaces.models import Person


@signed_in
def profile(request: PersonalRequest) -> HttpResponse:
    person = Person.objects.get(pk=request.user.pk)  # a copy: a refused answer must not show in the page
    form = PersonalForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        with override(person.language):
            toast(request, _("Your choices are saved."))
        response = redirect("profile")
        response.set_cookie("language", person.language, max_age=31536000, samesite="Lax", secure=settings.SECURE, httponly=True)
        return response
    context = {"form": form, "memberships": list(brands.memberships(request.user)), "may_create": brands.may_create(request.user)}
    return render(request, "workspaces/profile.html", context, status=422 if form.errors else 200)


@signed_in
def delete_account(request: PersonalRequest) -> HttpResponse:
    """GET says what will happen; POST, with the password, does it."""
    person = request.user
    orphans = accounts.brands_left_alone(person)
    error = ""
    if request.method == "POST" and not orphans:
        if not person.has_usable_password() or person.check_password(request.POST.get("password", "")):
            accounts.delete(person)
            logout(request)
            return render(request, "workspaces/account_deleted.html")
        error = _("This is not your password.")
    context = {"orphans": orphans, "memberships": list(brands.memberships(person)), "error": error}
    return render(request, "workspaces/delete_account.html", context, status=422 if error else 200)
