"""The language of a visitor; the language and the theme of a person."""

import pytest
from django.urls import reverse


@pytest.mark.django_db
def test_a_visitor_chooses_a_language_that_lasts(client):
    answer = client.post(reverse("language"), {"language": "en", "next": "/accounts/login/"})
    assert answer.url == "/accounts/login/"
    assert 'lang="en"' in client.get("/accounts/login/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", ["https://example.net/", "//example.net/", "javascript:alert(1)"])
def test_the_way_back_never_leads_elsewhere(client, elsewhere):
    assert client.post(reverse("language"), {"language": "en", "next": elsewhere}).url == "/"


@pytest.mark.django_db
def test_an_unknown_language_is_refused(client):
    assert client.post(reverse("language"), {"language": "xx"}).status_code == 400


def test_a_person_keeps_language_and_theme(client, camille):
    client.force_login(camille)
    client.post(reverse("language"), {"language": "fr"})
    client.post(reverse("theme"), {"theme": "dark"})
    camille.refresh_from_db()
    assert (camille.language, camille.theme) == ("fr", "dark")


def test_a_theme_is_one_of_ours(client, camille):
    client.force_login(camille)
    assert client.post(reverse("theme"), {"theme": "pink"}).status_code == 400
