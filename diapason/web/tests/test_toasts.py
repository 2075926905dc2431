"""Saying what was done, on the next page or at once."""

import json

from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory

from diapason.core.toasts import toast
from diapason.web.middleware import ToastMiddleware


def ask(view, **headers) -> HttpResponse:
    request = RequestFactory().get("/", headers=headers)
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return ToastMiddleware(view)(request)


def moved(request) -> HttpResponse:
    toast(request, "Moved", undo="/back/")
    return HttpResponse("ok")


def test_a_request_of_htmx_gets_the_toast_with_its_answer():
    told = json.loads(ask(moved, **{"HX-Request": "true"})["HX-Trigger"])
    assert told["toasts"]["target"] == "body"  # the element that asked may be gone
    assert told["toasts"]["items"] == [{"text": "Moved", "undo": "/back/", "tone": "ok"}]


def test_other_events_of_the_answer_are_kept():
    def view(request):
        response = moved(request)
        response["HX-Trigger"] = "saved"
        return response

    assert json.loads(ask(view, **{"HX-Request": "true"})["HX-Trigger"]).keys() == {"saved", "toasts"}


def test_a_whole_page_draws_its_own_toasts():
    assert "HX-Trigger" not in ask(moved)


def test_a_redirect_leaves_the_toast_to_the_next_page():
    def view(request):
        moved(request)
        return redirect("/")

    assert "HX-Trigger" not in ask(view, **{"HX-Request": "true"})
