import threading

import pytest
from django.db import connection, connections, transaction

from diapason.api import idempotency
from diapason.api.models import Answer
from diapason.api.tests.test_reading import conversation, delivery
from diapason.editorial.models import Post
from diapason.inbox.models import Message
from diapason.publishing.models import Delivery
from diapason.territory.models import Space
from diapason.workspaces.models import Event, Workspace


def drafted(api, space, tomorrow):
    variants = [{"network": space.network, "space_ids": [space.pk]}]
    body = {"title": "Six places left", "text": "Six places left.", "publish_at": tomorrow.isoformat(), "variants": variants}
    status, post, _response = api.post("/posts", body)
    assert status == 201, post
    return post


def test_a_post_is_written_by_the_person_of_the_token(api, space, tomorrow, camille):
    post = drafted(api, space, tomorrow)
    assert (post["status"], post["author_id"], post["variants"][0]["space_ids"]) == ("draft", camille.pk, [space.pk])
    assert post["publish_at"] == tomorrow.isoformat().replace("+00:00", "Z")
    assert Event.objects.filter(verb="post.created", person=camille).count() == 1


def test_a_change_of_what_somebody_else_changed_is_refused(api, space, tomorrow):
    post = drafted(api, space, tomorrow)
    status, changed, _response = api.ask("PATCH", f"/posts/{post['id']}", {"revision": post["revision"], "text": "Five."})
    assert (status, changed["text"]) == (200, "Five.")
    status, stale, _response = api.ask("PATCH", f"/posts/{post['id']}", {"revision": post["revision"], "text": "Four."})
    assert (status, stale["code"], stale["revision"]) == (409, "stale", changed["revision"])
    assert Post.objects.get().text == "Five."


def test_a_post_goes_from_draft_to_planned(api, space, tomorrow):
    post = drafted(api, space, tomorrow)
    status, post, _response = api.post(f"/posts/{post['id']}/submission")
    assert (status, post["status"]) == (200, "in_review")
    assert api.post(f"/posts/{post['id']}/approval")[1]["errors"][0]["field"] == "revision"
    status, post, _response = api.post(f"/posts/{post['id']}/approval", {"revision": post["revision"], "note": "Good."})
    assert (status, post["status"]) == (200, "planned")
    assert Delivery.objects.filter(state="planned").count() == 1
    status, post, _response = api.post(f"/posts/{post['id']}/cancellation")
    assert (status, post["status"]) == (200, "cancelled")
    assert Delivery.objects.get().state == "cancelled"


def test_an_act_that_cannot_be_done_now_says_why(api, space, tomorrow):
    post = drafted(api, space, tomorrow)
    status, body, _response = api.post(f"/posts/{post['id']}/planning")
    assert (status, body["code"]) == (409, "not_now")
    assert "Draft" in body["detail"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "title"),
        ({"title": "   "}, "title"),
        ({"title": "A", "colour": "red"}, "colour"),
        ({"title": "A", "link": "not a link"}, "link"),
        ({"title": "A", "objective_id": 999999}, "objective_id"),
        ({"title": "A", "publish_at": "9999-12-31T23:59:59-14:00"}, "publish_at"),
        ({"title": "A", "variants": [{"network": "nowhere"}]}, "variants.0.network"),
    ],
)
def test_what_is_refused_is_named_and_nothing_is_written(api, body, field):
    status, problem, _response = api.post("/posts", body)
    assert (status, [each["field"] for each in problem["errors"]]) == (422, [field])
    assert not Post.objects.exists()


def test_a_body_that_is_no_json_is_refused(api):
    response = api.client.generic("POST", "/api/v1/posts", "{", "application/json", headers={"Authorization": f"Bearer {api.plain}"})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_the_space_of_another_brand_cannot_be_chosen(api, space, olga):
    elsewhere = Workspace.objects.get(slug="ailleurs")
    there = Space.objects.create(workspace=elsewhere, network=space.network, name="Ailleurs", account_id="2")
    body = {"title": "A", "variants": [{"network": space.network, "space_ids": [there.pk]}]}
    status, problem, _response = api.post("/posts", body)
    assert (status, problem["errors"][0]["field"]) == (422, "variants")


# ── Idempotency ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_same_request_with_the_same_key_is_done_once(api):
    first = api.post("/posts", {"title": "A"}, Idempotency_Key="k1")
    again = api.post("/posts", {"title": "A"}, Idempotency_Key="k1")
    assert (first[0], first[1]) == (again[0], again[1])
    assert again[2]["Idempotency-Replayed"] == "true"
    assert Post.objects.count() == 1


def test_another_request_with_the_same_key_is_refused(api):
    api.post("/posts", {"title": "A"}, Idempotency_Key="k1")
    status, body, _response = api.post("/posts", {"title": "B"}, Idempotency_Key="k1")
    assert (status, body["code"]) == (422, "key_reused")


def test_a_request_that_failed_may_be_sent_again_with_its_key(api):
    assert api.post("/posts", {"title": " "}, Idempotency_Key="k1")[0] == 422
    assert api.post("/posts", {"title": "A"}, Idempotency_Key="k1")[0] == 201


def test_a_key_serves_again_after_a_day(api, monkeypatch):
    api.post("/posts", {"title": "A"}, Idempotency_Key="k1")
    monkeypatch.setattr(idempotency, "KEPT", -idempotency.KEPT)
    assert api.post("/posts", {"title": "B"}, Idempotency_Key="k1")[0] == 201
    assert idempotency.forget() == 1
    assert not Answer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_while_the_first_request_is_being_done_the_second_is_told_to_wait(api):
    begun, over = threading.Event(), threading.Event()

    def first():
        try:
            with transaction.atomic():
                from diapason.api.models import ApiToken

                idempotency.claimed(f"{ApiToken.objects.get().pk}:k1")
                begun.set()
                over.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=first)
    thread.start()
    begun.wait(10)
    status, body, _response = api.post("/posts", {"title": "A"}, Idempotency_Key="k1")
    over.set()
    thread.join()
    assert (status, body["code"]) == (409, "in_progress")
    assert connection.in_atomic_block is False


# ── Deliveries and conversations ─────────────────────────────────────────────────────────────────────────────────────
def test_a_person_says_that_a_delivery_is_out(api, space):
    row = delivery(space, state="needs_person")
    assert api.post(f"/deliveries/{row.pk}/confirmation", {"url": "nowhere"})[1]["errors"][0]["field"] == "url"
    status, body, _response = api.post(f"/deliveries/{row.pk}/confirmation", {"url": "https://example.com/1"})
    assert (status, body["state"], body["remote_url"]) == (200, "published", "https://example.com/1")
    assert api.post(f"/deliveries/{row.pk}/resending")[0] == 409
    assert api.post(f"/deliveries/{row.pk}/cancellation")[1]["code"] == "too_late"


def test_a_reply_leaves_once(api, space, camille):
    found = conversation(space)
    for _ in range(2):
        status, body, _response = api.post(f"/conversations/{found.pk}/replies", {"text": "At seven."}, Idempotency_Key="r1")
    assert (status, [message["author"] for message in body["messages"]]) == (201, ["Camille"])
    assert Message.objects.filter(direction="out").count() == Delivery.objects.count() == 1


def test_a_colleague_who_was_quicker_is_told_first(api, caller, yanis, space):
    found = conversation(space)
    caller(yanis).post(f"/conversations/{found.pk}/replies", {"text": "At seven."})
    status, body, _response = api.post(f"/conversations/{found.pk}/replies", {"text": "At eight.", "seen_message_id": 1})
    assert (status, body["code"]) == (409, "answered_meanwhile")
    assert "Yanis" in body["detail"]


def test_a_conversation_is_assigned_closed_and_reopened(api, space, yanis, olga):
    found = conversation(space)
    assert api.post(f"/conversations/{found.pk}/assignment", {"person_id": yanis.pk})[1]["assignee_id"] == yanis.pk
    assert api.post(f"/conversations/{found.pk}/assignment", {"person_id": olga.pk})[0] == 422
    assert api.post(f"/conversations/{found.pk}/closure")[1]["status"] == "closed"
    assert api.post(f"/conversations/{found.pk}/reopening")[1]["status"] == "open"


def test_what_breaks_is_told_as_a_problem_and_leaves_nothing(api, monkeypatch):
    from diapason.editorial import editing

    monkeypatch.setattr(editing, "create", lambda *given, **more: 1 / 0)
    api.client.raise_request_exception = False
    status, body, response = api.post("/posts", {"title": "Été"}, Idempotency_Key="k1")
    assert (status, response["Content-Type"], body["code"]) == (500, "application/problem+json", "broken")
    monkeypatch.undo()
    assert api.post("/posts", {"title": "Été"}, Idempotency_Key="k1")[0] == 201
    assert Post.objects.filter(title="Été").count() == 1
