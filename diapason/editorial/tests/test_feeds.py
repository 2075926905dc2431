"""The calendar as a calendar application reads it, at its secret address."""

from datetime import timedelta

import icalendar
import pytest
from django.urls import reverse

from diapason.core import clock
from diapason.editorial import feeds, workflow
from diapason.editorial.models import BrandMoment, CalendarFeed, Post
from diapason.workspaces.members import member_of


@pytest.fixture
def member(brand, yanis):
    return member_of(yanis, brand.slug)


@pytest.fixture
def feed(member):
    return feeds.create(member)


def address(feed):
    return reverse("calendar_feed", args=[feed.token["token"]])


def components(answer):
    return {str(event["uid"]).split("@")[0]: event for event in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}


def test_posts_deadlines_and_moments_are_in_the_feed(client, brand, member, feed):
    now = clock.now()
    post = Post.objects.create(
        workspace=brand, title="Six places left", publish_at=now, status="draft", writing_due=now + timedelta(days=1)
    )
    moment = BrandMoment.objects.create(workspace=brand, name="Fair", starts_on=now.date(), ends_on=now.date())
    found = components(client.get(address(feed)))
    assert str(found[f"post-{post.pk}"]["summary"]) == "Six places left"
    assert str(found[f"post-{post.pk}-writing"]["summary"]) == "To write: Six places left"
    assert str(found[f"moment-own-{moment.pk}-{now:%Y%m%d}"]["summary"]) == "Fair"


def test_a_moved_post_keeps_its_name_and_gains_a_sequence(client, brand, member, feed):
    post = Post.objects.create(workspace=brand, title="A", publish_at=clock.now(), status="draft")
    first = components(client.get(address(feed)))[f"post-{post.pk}"]
    workflow.move(member, post.pk, clock.now() + timedelta(days=1))
    second = components(client.get(address(feed)))[f"post-{post.pk}"]
    assert first["uid"] == second["uid"]
    assert second["sequence"] > first["sequence"]


def test_nothing_is_sent_again_when_nothing_changed(client, brand, feed):
    Post.objects.create(workspace=brand, title="A", publish_at=clock.now())
    first = client.get(address(feed))
    again = client.get(address(feed), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Post.objects.create(workspace=brand, title="B", publish_at=clock.now())
    assert client.get(address(feed), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_feed_speaks_the_language_of_its_person(client, brand, yanis, feed):
    Post.objects.create(workspace=brand, title="A", status="draft", writing_due=clock.now())
    yanis.language = "fr"
    yanis.save()
    assert "À rédiger" in client.get(address(feed)).content.decode()


def test_a_revoked_address_is_not_found(client, member, feed):
    assert client.get(address(feed)).status_code == 200
    feeds.revoke(member, feed)
    assert client.get(address(feed)).status_code == 404


def test_the_address_of_somebody_who_left_is_not_found(client, member, feed):
    member.membership.delete()
    assert client.get(address(feed)).status_code == 404


def test_the_token_is_kept_sealed_and_found_by_its_hash(feed):
    assert feed.token["token"] not in str(CalendarFeed.objects.values_list("token_hash", flat=True))
    assert feed.token["token"] not in repr(CalendarFeed.objects.get().__dict__)


def test_a_contributors_feed_holds_only_their_posts(client, brand):
    from conftest import join

    Post.objects.create(workspace=brand, title="Theirs", publish_at=clock.now())
    feed = feeds.create(member_of(join(brand, "Nadia", "contributor"), brand.slug))
    assert "Theirs" not in client.get(address(feed)).content.decode()


def test_the_address_is_made_changed_and_stopped_on_its_page(client, brand, camille):
    client.force_login(camille)
    page = reverse("calendar_feeds", args=[brand.slug])
    client.post(page)
    first = CalendarFeed.objects.get()
    assert first.token["token"] in client.get(page).content.decode()
    client.post(page)
    assert client.get(address(first)).status_code == 404
    client.post(reverse("calendar_feed_revoke", args=[brand.slug]))
    assert not CalendarFeed.objects.filter(revoked_at=None).exists()
