"""Pages that say what went wrong."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import ResolverMatch, reverse
from django.utils import translation

from diapason.web.views import problems


def refused(person, brand, permission="space.connect"):
    request = RequestFactory().get("/")
    request.user = person
    request.resolver_match = ResolverMatch(lambda request: None, (), {"slug": brand.slug})
    return problems.permission_denied(request, PermissionDenied(permission))


def test_a_refusal_names_the_permission_the_role_and_who_can_give_it(brand, camille, yanis):
    with translation.override("en"):
        page = refused(yanis, brand)
    said = page.content.decode()
    assert page.status_code == 403
    assert "Connect, reconnect and remove spaces" in said
    assert "Community manager" in said
    assert "camille@example.com" in said


def test_another_refusal_says_nothing_that_it_does_not_know(brand, yanis):
    assert refused(yanis, brand, "because").status_code == 403


def test_a_missing_page_says_so_in_the_language_of_the_reader(client, camille):
    client.cookies["language"] = "fr"
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "Il n’y a rien à cette adresse" in answer.content.decode()


def test_an_expired_form_says_that_nothing_was_changed(camille):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("language"), {"language": "fr"})
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode() or "Rien n’a été modifié" in answer.content.decode()


@pytest.mark.django_db
def test_what_breaks_is_said_even_when_the_page_of_errors_breaks(monkeypatch, rf):
    assert problems.server_error(rf.get("/")).status_code == 500

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(problems, "render", broken)
    answer = problems.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert b"Something broke" in answer.content
