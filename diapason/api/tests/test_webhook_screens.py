import pytest
from django.urls import reverse
from django.utils.translation import override

from diapason.api import tokens
from diapason.api.models import WebhookEndpoint, WebhookMessage
from diapason.api.tests.conftest import Api
from diapason.api.webhooks import endpoints
from diapason.core import clock
from diapason.workspaces import sentences
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Event

NEW = {"description": "Chat", "types": ["post.approved", "delivery.failed"]}


@pytest.fixture
def signed(client, camille):
    client.force_login(camille)
    return client


def at(name: str, brand, *args: int) -> str:
    return reverse(name, args=[brand.slug, *args])


def test_the_empty_screen_teaches(signed, brand):
    assert "No webhook yet" in signed.get(at("webhooks", brand)).text


def test_the_secret_of_a_new_webhook_is_shown_once(signed, brand, receiver):
    made = signed.post(at("new_webhook", brand), NEW | {"url": receiver.url})
    endpoint = WebhookEndpoint.objects.get()
    secret = endpoint.secrets["current"]
    assert (made.status_code, made["Cache-Control"]) == (201, "no-store")
    assert secret in made.text
    for page in (at("webhooks", brand), at("webhook", brand, endpoint.pk)):
        assert secret not in signed.get(page).text
    event = Event.objects.get(verb="webhook.created")
    assert "key=secret" not in str(event.data)
    with override("en"):
        assert sentences.sentence(event) == f"created the webhook “Chat” to {receiver.host}"


@pytest.mark.parametrize(
    "values",
    [{"url": "https://127.0.0.1/"}, {"url": "http://example.com/"}, {"types": []}, {"types": ["post.nothing"]}, {"description": ""}],
)
def test_a_refused_form_keeps_what_was_typed(signed, brand, receiver, values):
    page = signed.post(at("new_webhook", brand), NEW | {"url": receiver.url} | values)
    assert page.status_code == 422
    assert (values.get("url") or receiver.url) in page.text
    assert not WebhookEndpoint.objects.exists()


def test_a_webhook_is_changed_and_what_it_listens_to_with_it(signed, brand, endpoint, receiver):
    signed.post(at("webhook", brand, endpoint.pk), NEW | {"url": receiver.url, "description": "Table"})
    endpoint.refresh_from_db()
    assert (str(endpoint), endpoint.types) == ("Table", ["post.approved", "delivery.failed"])
    assert set(endpoint.routes) == {"post.approved", "delivery.rejected", "delivery.expired"}


def test_replacing_the_secret_shows_the_new_one_once(signed, brand, endpoint):
    page = signed.post(at("webhook_secret", brand, endpoint.pk))
    new = WebhookEndpoint.objects.get().secrets["current"]
    assert new != endpoint.secrets["current"]
    assert new in page.text
    assert new not in signed.get(at("webhook", brand, endpoint.pk)).text


def test_pausing_and_removing_can_be_undone(signed, brand, endpoint):
    signed.post(at("webhook_pause", brand, endpoint.pk))
    assert WebhookEndpoint.objects.get().state == "paused"
    signed.post(at("webhook_resumption", brand, endpoint.pk))
    assert WebhookEndpoint.objects.get().state == "active"
    signed.post(at("webhook_removal", brand, endpoint.pk))
    assert signed.get(at("webhook", brand, endpoint.pk)).status_code == 404
    signed.post(at("webhook_restoration", brand, endpoint.pk))
    assert signed.get(at("webhook", brand, endpoint.pk)).status_code == 200
    verbs = list(Event.objects.filter(family="webhook").order_by("id").values_list("verb", flat=True))
    assert verbs == [f"webhook.{verb}" for verb in ("created", "paused", "resumed", "removed", "restored")]


def test_a_test_is_sent_and_sent_again_under_the_same_id(signed, brand, endpoint, receiver, send):
    page = signed.post(at("webhook_test", brand, endpoint.pk), follow=True)
    assert "It has not been sent yet." in page.text
    receiver.status, receiver.body = 500, b"<b>no</b>"
    send()
    message = WebhookMessage.objects.get()
    page = signed.get(at("webhook_message", brand, message.pk))
    assert "&lt;b&gt;no&lt;/b&gt;" in page.text
    receiver.status = 200
    signed.post(at("webhook_resending", brand, message.pk))
    send()
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1
    assert "Taken" in signed.get(at("webhook_message", brand, message.pk)).text


def test_a_message_that_is_being_sent_is_not_sent_again(signed, brand, endpoint, receiver):
    message = WebhookMessage.objects.create(workspace=brand, endpoint=endpoint, type="test.ping", created_at=clock.now(), state="sending")
    page = signed.post(at("webhook_resending", brand, message.pk), follow=True)
    assert "is being sent" in page.text
    assert WebhookMessage.objects.get().next_at is None


def test_the_log_is_filtered_and_costs_the_same_for_many(signed, brand, endpoint, django_assert_max_num_queries):
    now = clock.now()
    rows = [WebhookMessage(workspace=brand, endpoint=endpoint, type="post.created", created_at=now) for _ in range(40)]
    WebhookMessage.objects.bulk_create(rows)
    WebhookMessage.objects.filter(pk=rows[0].pk).update(state="failed", type="test.ping")
    url = at("webhook", brand, endpoint.pk)
    with django_assert_max_num_queries(12):
        page = signed.get(url)
    assert (len(page.context["lines"]), bool(page.context["next"])) == (30, True)
    assert len(signed.get(url, {"cursor": page.context["next"]}).context["lines"]) == 10
    for query in ({"state": "failed"}, {"type": "test.ping"}):
        assert [line.message.pk for line in signed.get(url, query).context["lines"]] == [rows[0].pk]
    assert signed.get(url, {"cursor": "!!"}).status_code == 302


def test_a_webhook_of_another_brand_is_not_found(client, brand, endpoint, olga):
    client.force_login(olga)
    message = WebhookMessage.objects.create(workspace=brand, endpoint=endpoint, type="test.ping", created_at=clock.now())
    for name, number in (("webhook", endpoint.pk), ("webhook_message", message.pk)):
        assert client.get(reverse(name, args=["ailleurs", number])).status_code == 404
    for name in ("webhook_test", "webhook_secret", "webhook_removal", "webhook_restoration"):
        assert client.post(reverse(name, args=["ailleurs", endpoint.pk])).status_code == 404
    assert client.post(reverse("webhook_resending", args=["ailleurs", message.pk])).status_code == 404


def test_a_community_manager_does_not_manage_webhooks(client, brand, yanis, endpoint):
    client.force_login(yanis)
    assert client.get(at("webhooks", brand)).status_code == 403


def test_a_brand_has_so_many_webhooks_at_most(signed, brand, camille, receiver, monkeypatch):
    monkeypatch.setattr(endpoints, "MOST", 1)
    for status in (201, 422):
        assert signed.post(at("new_webhook", brand), NEW | {"url": receiver.url}).status_code == status


# ── The API ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_api_reads_webhooks_and_their_log_and_no_secret(api, brand, camille, endpoint, receiver, send):
    endpoints.test(member_of(camille, brand.slug), endpoint)
    send()
    listed = api.get("/webhooks/endpoints")[1]["items"][0]
    assert (listed["id"], listed["state"]) == (endpoint.pk, "active")
    assert "whsec_" not in str(listed)
    message = api.get(f"/webhooks/messages?endpoint_id={endpoint.pk}&state=delivered&type=test.ping")[1]["items"][0]
    detail = api.get(f"/webhooks/messages/{message['id']}")[1]
    assert (detail["webhook_id"], detail["attempts"][0]["status"]) == (receiver.got[0].headers["webhook-id"], 204)
    assert detail["body"].encode() == receiver.got[0].body


def test_the_api_reads_no_webhook_of_another_brand(caller, olga, brand, endpoint):
    message = WebhookMessage.objects.create(workspace=brand, endpoint=endpoint, type="test.ping", created_at=clock.now())
    _token, plain = tokens.create(member_of(olga, "ailleurs"), "Test", ["webhooks:read"], None)
    there = Api(plain)
    assert there.get("/webhooks/endpoints")[1]["items"] == []
    assert there.get("/webhooks/messages")[1]["items"] == []
    assert there.get(f"/webhooks/messages/{message.pk}")[0] == 404
