"""What is sent, when it is sent again, and when it is given up."""

import json
from datetime import timedelta

import httpx2
import pytest
from django.db import transaction

from diapason.api.models import WebhookAttempt, WebhookEndpoint, WebhookMessage
from diapason.api.webhooks import addresses, calling, endpoints, payloads, queue, waits
from diapason.api.webhooks.calling import Outcome
from diapason.core import clock, http
from diapason.editorial.models import Post
from diapason.workspaces import events
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Event, Notification, Workspace

State = WebhookMessage.State


@pytest.fixture
def member(brand, camille):
    return member_of(camille, brand.slug)


@pytest.fixture
def happened(member):
    """Something that the webhook is told."""

    def act() -> Event:
        post = Post.objects.create(workspace=member.workspace, title="Six places left")
        return events.record(member, "post.created", post)

    return act


@pytest.fixture
def moved(monkeypatch):
    """Moves the clock."""
    real = clock.now

    def act(by: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: real() + by)

    return act


def the() -> WebhookMessage:
    return WebhookMessage.objects.get()


def ahead() -> float:
    """Seconds until the message is sent again."""
    moment = the().next_at
    assert moment is not None
    return (moment - clock.now()).total_seconds()


def test_what_happens_is_told_with_the_object_as_the_api_tells_it(endpoint, happened, receiver, send, camille, brand):
    event = happened()
    assert send() == 1
    told = json.loads(receiver.got[0].body)
    assert (told["type"], told["brand"], told["person_id"]) == ("post.created", brand.slug, camille.pk)
    assert (told["data"]["id"], told["data"]["title"]) == (event.subject_id, "Six places left")
    assert receiver.got[0].headers["webhook-id"] == the().webhook_id
    assert receiver.got[0].headers["content-type"] == "application/json"
    attempt = WebhookAttempt.objects.get()
    assert (the().state, the().next_at, attempt.status, attempt.error, attempt.taken) == (State.DELIVERED, None, 204, "", True)
    assert send() == 0


def test_a_change_that_is_undone_tells_nothing(endpoint, happened):
    with transaction.atomic():
        happened()
        transaction.set_rollback(True)
    assert not WebhookMessage.objects.exists()


def test_events_that_were_written_many_at_once_are_told_too(endpoint, member):
    post = Post.objects.create(workspace=member.workspace, title="A")
    Event.objects.bulk_create([events.build(member, "post.created", post) for _ in range(3)])
    assert WebhookMessage.objects.count() == 3


def test_only_what_was_chosen_is_told(endpoint, member, happened):
    endpoints.change(member, endpoint, url=endpoint.url, description="Chat", names=["post.approved"])
    happened()
    assert not WebhookMessage.objects.exists()


def test_what_happens_in_another_brand_is_not_told(endpoint, olga, happened):
    elsewhere = member_of(olga, "ailleurs")
    post = Post.objects.create(workspace=Workspace.objects.get(slug="ailleurs"), title="Not yours")
    events.record(elsewhere, "post.created", post)
    assert not WebhookMessage.objects.exists()


def test_an_event_that_names_an_object_of_another_brand_gives_nothing_of_it(endpoint, olga, member, receiver, send):
    post = Post.objects.create(workspace=Workspace.objects.get(slug="ailleurs"), title="Not yours")
    events.record(member, "post.created", post)
    send()
    assert json.loads(receiver.got[0].body)["data"] is None


@pytest.mark.parametrize(
    ("answer", "error"),
    [({"status": 500, "body": b"no <b>"}, "status"), ({"status": 404}, "status"), ({"drop": True}, "connection")],
)
def test_what_is_not_taken_is_sent_again_with_the_same_id_and_body(endpoint, happened, receiver, send, moved, answer, error):
    for name, value in answer.items():
        setattr(receiver, name, value)
    happened()
    send()
    message, attempt = the(), WebhookAttempt.objects.get()
    assert (message.state, attempt.error, attempt.answer) == (State.WAITING, error, receiver.body.decode())
    assert 4 <= ahead() <= 6
    assert send() == 0
    Post.objects.update(title="Changed since")
    receiver.status, receiver.drop = 200, False
    moved(timedelta(seconds=7))
    assert send() == 1
    first, second = receiver.got
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    assert the().state == State.DELIVERED


def test_a_redirection_is_not_followed(endpoint, happened, receiver, send):
    receiver.status, receiver.headers = 302, {"Location": receiver.url}
    happened()
    send()
    assert len(receiver.got) == 1
    assert WebhookAttempt.objects.get().error == "redirect"


def test_a_server_that_hangs_is_left_after_a_time(endpoint, happened, receiver, send, monkeypatch):
    monkeypatch.setattr(calling, "SECONDS", 0.3)
    receiver.hang = 3
    happened()
    send()
    attempt = WebhookAttempt.objects.get()
    assert (attempt.error, attempt.status) == ("timeout", None)
    assert (attempt.milliseconds or 0) < 2000


def test_only_the_beginning_of_an_answer_is_kept(endpoint, happened, receiver, send):
    receiver.status, receiver.body = 200, b"a\0" * 100_000
    happened()
    send()
    assert 0 < len(WebhookAttempt.objects.get().answer) <= calling.KEPT_OF_ANSWER


def test_a_server_may_ask_for_more_time_but_not_for_a_week(endpoint, happened, receiver, send):
    receiver.status, receiver.headers = 429, {"Retry-After": "3600"}
    happened()
    send()
    assert 3590 < ahead() <= 3600
    assert waits.after(1, timedelta(days=7)) == timedelta(days=1)


def test_a_server_that_says_gone_is_never_called_again(endpoint, happened, receiver, send, camille, moved):
    receiver.status = 410
    happened()
    happened()
    assert send() == 2
    found = WebhookEndpoint.objects.get()
    assert (found.state, found.reason) == ("disabled", "gone")
    assert Notification.objects.get(person=camille).code == "webhook.gone"
    assert Event.objects.filter(verb="webhook.switched_off").count() == 1
    moved(timedelta(days=1))
    happened()
    assert send() == 0
    assert WebhookMessage.objects.filter(state=State.FAILED).count() == 2


def test_the_schedule_covers_about_three_days_and_then_gives_up():
    assert timedelta(days=2.8) < sum(waits.WAITS, timedelta()) < timedelta(days=3.2)
    for tries, wait in enumerate(waits.WAITS, start=1):
        found = {waits.after(tries) or timedelta() for _ in range(20)}
        assert len(found) > 1
        assert 0.9 * wait <= min(found) <= max(found) <= 1.1 * wait
    assert waits.after(len(waits.WAITS) + 1) is None


def test_a_message_is_tried_through_the_whole_schedule_then_given_up(endpoint, happened, receiver, send, moved, monkeypatch):
    monkeypatch.setattr(queue, "PATIENCE", timedelta(days=30))
    receiver.status = 503
    happened()
    elapsed, tried = 0.0, send()
    while the().next_at:
        elapsed += ahead() + 1
        moved(timedelta(seconds=elapsed))
        tried += send()
    assert (tried, the().state) == (len(waits.WAITS) + 1, State.FAILED)
    assert 2.6 * 86_400 < elapsed < 3.4 * 86_400
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1


def test_after_three_days_without_one_success_an_endpoint_is_switched_off_and_its_people_told(
    endpoint, happened, receiver, send, moved, camille, yanis
):
    receiver.status = 503
    happened()
    send()
    moved(queue.PATIENCE - timedelta(minutes=1))
    happened()
    send()
    assert WebhookEndpoint.objects.get().state == "active"
    moved(queue.PATIENCE + timedelta(minutes=1))
    happened()
    send()
    found = WebhookEndpoint.objects.get()
    assert (found.state, found.reason) == ("disabled", "failing")
    assert [(notice.person, notice.code) for notice in Notification.objects.all()] == [(camille, "webhook.failing")]


def test_one_success_makes_a_failing_endpoint_well_again(endpoint, happened, receiver, send):
    receiver.status = 500
    happened()
    send()
    endpoint.refresh_from_db()
    assert endpoint.failing_since
    receiver.status = 200
    happened()
    send()
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_a_paused_endpoint_is_told_nothing_and_what_waited_leaves_when_it_resumes(endpoint, member, happened, receiver, send):
    happened()
    endpoints.pause(member, endpoint)
    happened()
    assert (send(), WebhookMessage.objects.count()) == (0, 1)
    endpoints.resume(member, endpoint)
    assert send() == 1


def test_a_message_whose_worker_was_killed_is_sent_again_when_the_lease_ends(endpoint, happened, receiver, send, moved):
    happened()
    assert len(queue.claim(10)) == 1
    assert send() == 0
    moved(queue.LEASE + timedelta(seconds=1))
    assert send() == 1
    cut, done = WebhookAttempt.objects.order_by("id")
    assert (cut.finished_at, cut.taken, done.taken) == (None, False, True)


def test_a_worker_that_comes_back_after_its_lease_changes_nothing_of_the_message(endpoint, happened, send, moved):
    happened()
    (late,) = queue.claim(10)
    moved(queue.LEASE + timedelta(seconds=1))
    send()
    queue.settle(late, Outcome("status", 500))
    assert the().state == State.DELIVERED
    assert WebhookAttempt.objects.get(pk=late.attempt.pk).status == 500


def test_a_message_that_cannot_be_written_does_not_stop_the_others(endpoint, happened, receiver, send, monkeypatch):
    bad = happened()
    happened()
    whole = payloads.write

    def write(message):
        if message.event_id == bad.pk:
            raise RuntimeError
        return whole(message)

    monkeypatch.setattr(payloads, "write", write)
    assert send() == 2
    assert len(receiver.got) == 1
    assert WebhookAttempt.objects.filter(error="internal").count() == 1


def test_an_endpoint_that_is_full_leaves_room_for_the_others(endpoint, member, happened):
    other, _secret = endpoints.create(member, url=endpoint.url, description="Other", names=["post.created"])
    for _ in range(5):
        happened()
    assert {item.message.endpoint_id for item in queue.claim(6, each=3)} == {endpoint.pk, other.pk}
    assert {item.message.endpoint_id for item in queue.claim(6, each=3, full=[endpoint.pk])} == {other.pk}


def test_the_log_of_a_month_ago_is_forgotten(endpoint, happened, send):
    happened()
    send()
    assert queue.forget() == 0
    WebhookMessage.objects.update(created_at=clock.now() - timedelta(days=30, minutes=1))
    happened()
    assert queue.forget() == 1
    assert (WebhookMessage.objects.count(), WebhookAttempt.objects.count()) == (1, 0)


# ── Addresses ────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def names(monkeypatch):
    """What each name is looked up as."""
    known = {"example.com": ["93.184.215.14"], "inside.example.com": ["10.0.0.7"], "both.example.com": ["93.184.215.14", "127.0.0.1"]}

    async def resolve(host: str, port: int) -> list[str]:
        if host in known:
            return known[host]
        if host.replace(".", "").isdigit() or ":" in host:
            return [host]
        raise httpx2.ConnectError("no such name")

    monkeypatch.setattr(http, "resolve", resolve)
    return known


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "https://127.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://inside.example.com/",
        "https://both.example.com/",
        "https://nowhere.example.com/",
        "https://camille:secret@example.com/",
        "https://example.com:99999/",
        "https://exa mple.com/",
        "https://",
        "nothing",
    ],
)
def test_an_address_that_is_not_public_or_not_safe_is_refused(names, url):
    with pytest.raises(addresses.BadAddress):
        addresses.checked(url)


def test_a_public_address_is_taken_and_one_that_the_installation_trusts(names, receiver):
    assert addresses.checked(" https://example.com/hooks?a=b#c ") == "https://example.com/hooks?a=b"
    assert addresses.checked(receiver.url) == receiver.url


def test_a_name_that_becomes_private_later_is_not_called(endpoint, happened, send, names, receiver, settings):
    WebhookEndpoint.objects.update(url=f"http://both.example.com:{receiver.port}/")
    happened()
    send()
    assert receiver.got == []
    assert WebhookAttempt.objects.get().error == "private"
