"""One click opens the demo brand, and never anything else."""

import pytest
from django.urls import reverse

from diapason.workspaces.models import Membership, Workspace


@pytest.fixture
def demo(settings, organisation, yanis, brand):
    """A demo brand where Salomé works; Yanis works for a real one."""
    from conftest import join

    settings.DEMO = True
    brand = Workspace.objects.create(organisation=organisation, name="Démo", slug="demo", is_demo=True)
    return join(brand, "Salome", "manager")


def become(client, person):
    return client.post(reverse("demo_session"), {"person": person.pk})


def test_a_visitor_becomes_a_person_of_the_demo(client, demo):
    assert become(client, demo).url == "/"
    assert client.get("/").url == "/w/demo/start/"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_they_speak_the_language_of_the_page_where_the_visitor_came_in(client, demo, language):
    client.post(reverse("demo_session"), {"person": demo.pk}, headers={"Accept-Language": language})
    demo.refresh_from_db()
    assert demo.language == language


def test_nobody_of_a_real_brand_is_offered_or_given(client, demo, yanis):
    assert "Yanis" not in client.get(reverse("account_login")).content.decode()
    assert become(client, yanis).status_code == 404
    Membership.objects.create(person=yanis, workspace=Workspace.objects.get(slug="demo"), role="reader")
    assert become(client, yanis).status_code == 404


def test_there_is_no_such_door_without_the_setting(client, demo, settings):
    settings.DEMO = False
    assert become(client, demo).status_code == 404
    assert "Salome" not in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("wrong", ["", "abc", "999999", "-1", "1e3"])
def test_nonsense_is_nobody(client, demo, wrong):
    assert client.post(reverse("demo_session"), {"person": wrong}).status_code == 404


def test_a_closed_account_stays_closed(client, demo):
    demo.is_active = False
    demo.save()
    assert become(client, demo).status_code == 404


def test_it_takes_a_post(client, demo):
    assert client.get(reverse("demo_session")).status_code == 405


@pytest.mark.django_db
def test_the_first_owner_is_shown_the_way_in_and_the_next_are_not(client, request):
    way = f'href="{reverse("account_signup")}"'
    assert way in client.get(reverse("account_login")).content.decode()
    request.getfixturevalue("yanis")
    assert way not in client.get(reverse("account_login")).content.decode()
