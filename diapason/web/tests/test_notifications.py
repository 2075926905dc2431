"""What each person was told."""

import pytest
from django.urls import reverse

from diapason.workspaces import notices
from diapason.workspaces.models import Notification


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    monkeypatch.setattr(notices, "_declared", {})
    notices.declare("post.late", "The post %(title)s is late.")


@pytest.fixture
def told(brand, camille) -> Notification:
    return notices.tell(brand, [camille], "post.late", url="/w/maison-lumen/start/", title="Aube & <b>")[0]


def test_a_notification_is_said_with_its_data_escaped(client, brand, camille, told):
    client.force_login(camille)
    page = client.get(reverse("notifications", args=[brand.slug])).content.decode()
    assert "The post Aube &amp; &lt;b&gt; is late." in page


def test_one_that_no_app_declares_any_more_does_not_break_the_page(client, brand, camille):
    Notification.objects.create(workspace=brand, person=camille, code="gone.away")
    client.force_login(camille)
    assert "gone.away" in client.get(reverse("notifications", args=[brand.slug])).content.decode()


def test_reading_one_opens_what_it_is_about_and_marks_it(client, brand, camille, told):
    client.force_login(camille)
    answer = client.post(reverse("notification_reading", args=[brand.slug, told.pk]))
    assert answer.url == told.url
    told.refresh_from_db()
    assert told.read_at


def test_an_address_of_another_site_is_never_followed(client, brand, camille, told):
    Notification.objects.filter(pk=told.pk).update(url="https://example.net/")
    client.force_login(camille)
    assert client.post(reverse("notification_reading", args=[brand.slug, told.pk])).url == reverse("notifications", args=[brand.slug])


def test_nobody_reads_those_of_somebody_else(client, brand, yanis, told):
    client.force_login(yanis)
    assert client.post(reverse("notification_reading", args=[brand.slug, told.pk])).status_code == 404
    client.post(reverse("notifications_all_read", args=[brand.slug]))
    told.refresh_from_db()
    assert told.read_at is None


def test_the_drawer_gets_the_list_alone(client, brand, camille, told):
    client.force_login(camille)
    answer = client.get(reverse("notifications", args=[brand.slug]), headers={"HX-Request": "true"})
    assert b"<html" not in answer.content
    answer = client.post(reverse("notifications_all_read", args=[brand.slug]), headers={"HX-Request": "true"})
    assert b"unread" not in answer.content


def test_the_page_costs_the_same_whatever_was_told(client, brand, camille, django_assert_max_num_queries):
    for number in range(40):
        notices.tell(brand, [camille], "post.late", title=str(number))
    client.force_login(camille)
    with django_assert_max_num_queries(7):
        page = client.get(reverse("notifications", args=[brand.slug]))
    assert page.content.count(b"is late") == 30
    assert b"cursor=" in page.content
    assert client.get(reverse("notifications", args=[brand.slug]), {"cursor": "nonsense"}).status_code == 302
