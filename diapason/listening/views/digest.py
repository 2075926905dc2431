"""The digest of what was said: what it would say now, and whether one gets it."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from diapason.core.toasts import toast
from diapason.listening.digests import gathering, sending
from diapason.listening.models import Subscription
from diapason.workspaces.doors import Request, door
from diapason.workspaces.periods import Period, last_days, week_of

Rhythm = Subscription.Rhythm


class SubscriptionForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable when it runs
    class Meta:
        model = Subscription
        fields = ("rhythm", "even_quiet")


@door("listening.view")
def digest(request: Request) -> HttpResponse:
    """GET: what the last one of `rhythm` says. POST: subscribes, or changes the subscription."""
    held = sending.of(request.member)
    form = SubscriptionForm(request.POST or None, instance=held)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        sending.subscribe(request.member, data["rhythm"], even_quiet=data["even_quiet"])
        toast(request, _("The digest will be in your mail from the next morning on."))
        return redirect("digest", request.workspace.slug)
    rhythm = request.GET.get("rhythm") or (held.rhythm if held else Rhythm.DAILY)
    context = {
        "form": form,
        "held": held if held and not held.stopped_at else None,
        "rhythm": Rhythm.WEEKLY if rhythm == Rhythm.WEEKLY else Rhythm.DAILY,
        "digest": gathering.gather(request.workspace, latest(request, rhythm)),
        "slug": request.workspace.slug,
    }
    return render(request, "listening/digest.html", context, status=422 if form.is_bound else 200)


def latest(request: Request, rhythm: str) -> Period:
    today = request.workspace.today
    return week_of(today).previous if rhythm == Rhythm.WEEKLY else last_days(today, 1).previous


@require_POST
@door("listening.view")
def digest_stop(request: Request) -> HttpResponse:
    if held := sending.of(request.member):
        sending.unsubscribe(held)
        toast(request, _("You get no digest of this brand any more."))
    return redirect("digest", request.workspace.slug)


@csrf_exempt  # mail clients post here by themselves (RFC 8058); the address is signed
def digest_leaving(request: HttpRequest, token: str) -> HttpResponse:
    """GET: asks, for programs that look at addresses must not unsubscribe anybody. POST: done, in one click."""
    held = sending.of_token(token)
    if held is None:
        raise Http404
    with translation.override(held.person.language):
        if request.method == "POST":
            sending.unsubscribe(held)
            held.refresh_from_db()
        return render(
            request, "listening/digest_leaving.html", {"held": held, "gone": held.stopped_at is not None, "brand": held.workspace}
        )
