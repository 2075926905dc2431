from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from diapason.core import clock, throttle
from diapason.editorial import editing, workflow
from diapason.editorial.models import Approval
from diapason.editorial.views import guest
from diapason.workspaces.guests import make_token
from diapason.workspaces.models import Event, GuestLink, Notification


@pytest.fixture
def link(brand, camille):
    return GuestLink.objects.create(
        workspace=brand, name="Mme Aubry", language="fr", created_by=camille, expires_at=clock.now() + timedelta(days=7)
    )


@pytest.fixture
def waiting(brand, voice, post, tomorrow):
    brand.approval_steps = [{"name": "Client", "role": "client"}]
    brand.save()
    workflow.move(voice, post.pk, tomorrow)
    return workflow.submit(voice, post.pk)


def page(link):
    return reverse("guest_review", args=[make_token(link)])


def decision(link, post):
    return reverse("guest_decision", args=[make_token(link), post.pk])


def test_a_client_sees_what_waits_exactly_as_it_will_be(client, link, waiting):
    answer = client.get(page(link))
    text = answer.content.decode()
    assert "We close at five this week." in text
    assert answer.headers["Content-Language"] == "fr"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    link.refresh_from_db()
    assert link.last_used_at


def submitted(voice, agora, number: int, at):
    values = {"title": f"Other {number}", "text": "Words.", "v.agora.spaces": str(agora.pk)}
    made = editing.create(voice, values).post
    workflow.move(voice, made.pk, at)
    return workflow.submit(voice, made.pk)


def test_what_waits_behind_many_steps_of_others_is_found(client, link, waiting, voice, lead, agora, brand, tomorrow, monkeypatch):
    monkeypatch.setattr(guest, "WAITING", 2)
    brand.approval_steps = [{"name": "Direction"}, {"name": "Client", "role": "client"}]
    brand.save()
    for number in range(3):  # earlier ones, which wait for the direction
        submitted(voice, agora, number, tomorrow - timedelta(hours=1))
    workflow.approve(lead, waiting.pk)
    assert [each["post"].pk for each in client.get(page(link)).context["waiting"]] == [waiting.pk]


def test_a_page_of_many_posts_costs_as_many_queries_as_one_of_few(client, link, waiting, voice, agora, tomorrow):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(page(link))
        return len(queries)

    cost()
    few = cost()
    for number in range(6):
        submitted(voice, agora, number, tomorrow)
    assert len(client.get(page(link)).context["waiting"]) == 7
    assert cost() == few


def test_a_client_approves_and_the_post_is_planned(client, link, waiting, heard, yanis):
    digest = client.get(page(link)).context["waiting"][0]["digest"]
    assert client.post(decision(link, waiting), {"decision": "approved", "digest": digest}).url == page(link)
    waiting.refresh_from_db()
    assert waiting.status == "planned"
    assert heard == ["planned"]
    assert Approval.objects.get().guest == link
    assert Event.objects.get(verb="post.approved").guest == link
    assert Notification.objects.get(code="post.approved", person=yanis).data["who"] == "Mme Aubry"
    assert client.get(page(link)).context["waiting"] == []


def test_a_client_asks_for_changes_with_words(client, link, waiting):
    client.post(decision(link, waiting), {"decision": "changes", "note": ""})
    waiting.refresh_from_db()
    assert waiting.status == "in_review"
    client.post(decision(link, waiting), {"decision": "changes", "note": "<b>Plus court</b>"})
    waiting.refresh_from_db()
    assert waiting.status == "changes"


def test_a_client_does_not_approve_what_changed_since(client, link, waiting):
    client.post(decision(link, waiting), {"decision": "approved", "digest": "of another text"})
    waiting.refresh_from_db()
    assert waiting.status == "in_review"


def test_a_comment_of_a_client_is_shown_to_the_team(client, link, waiting):
    client.post(decision(link, waiting), {"decision": "comment", "note": "Très bien <script>"})
    assert waiting.comments.get().guest == link
    assert "&lt;script&gt;" in client.get(page(link)).content.decode()


def test_a_client_sees_no_draft_and_no_step_of_others(client, link, post, brand, voice):
    assert client.get(page(link)).context["waiting"] == []
    workflow.submit(voice, post.pk)  # the brand's own lead is asked, not the client
    assert client.get(page(link)).context["waiting"] == []
    client.post(decision(link, post), {"decision": "approved"})
    client.post(decision(link, post), {"decision": "changes", "note": "x"})
    post.refresh_from_db()
    assert post.status == "in_review"


@pytest.mark.parametrize("change", [{"revoked_at": clock.now()}, {"expires_at": clock.now() - timedelta(minutes=1)}])
def test_a_link_that_ended_says_so_kindly(client, link, waiting, change):
    GuestLink.objects.filter(pk=link.pk).update(**change)
    answer = client.get(page(link))
    assert answer.status_code == 404
    assert "We close" not in answer.content.decode()
    assert client.post(decision(link, waiting), {"decision": "approved"}).status_code == 404


@pytest.mark.parametrize("token", ["1", "1:forged", "x" * 500, "%00"])
def test_a_forged_link_opens_nothing(client, link, token):
    assert client.get(f"/r/{token}/").status_code == 404


def test_a_client_of_one_brand_sees_nothing_of_another(client, link, waiting, olga):
    from diapason.workspaces.models import Workspace

    elsewhere = GuestLink.objects.create(
        workspace=Workspace.objects.get(slug="ailleurs"), name="X", created_by=olga, expires_at=clock.now() + timedelta(days=1)
    )
    assert client.get(page(elsewhere)).context["waiting"] == []
    assert client.post(decision(elsewhere, waiting), {"decision": "approved"}).status_code == 404


def test_images_are_shown_to_a_client_of_the_brand_only(client, link, media_asset):
    base = page(link) + "files/"
    assert client.get(base + media_asset.file).status_code == 200
    assert client.get(base + f"999/{media_asset.file.split('/', 1)[1]}").status_code == 404


def test_a_page_that_is_asked_for_too_often_says_to_wait(client, link):
    for _ in range(120):
        throttle.allows("guest:127.0.0.1", 120)
    assert client.get(page(link)).status_code == 429
