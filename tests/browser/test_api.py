"""The screens of programs: tokens, webhooks and their log, the reference."""

import pytest
from playwright.sync_api import expect

from diapason.api import tokens
from diapason.api.models import WebhookAttempt, WebhookEndpoint, WebhookMessage
from diapason.api.tests.receiver import receiving
from diapason.api.webhooks import endpoints, types
from diapason.core import clock
from diapason.workspaces.members import member_of

HERE = "/w/maison-lumen/settings"
BODY = '{"type":"post.approved","timestamp":"2026-03-27T09:12:44Z","brand":"maison-lumen","person_id":3,"data":{"id":812},"change":{}}'


@pytest.fixture
def receiver(settings):
    with receiving() as found:
        settings.TRUSTED_HOSTS = {*settings.TRUSTED_HOSTS, found.host}
        yield found


@pytest.fixture
def webhook(live, brand, camille, receiver) -> WebhookEndpoint:
    """One that fails, with a log of every state; one that was switched off, one that is paused."""
    member = member_of(camille, brand.slug)
    names = [each.name for each in types.TYPES]
    made, _secret = endpoints.create(member, url=receiver.url, description="Messagerie de l’équipe", names=names)
    off, _secret = endpoints.create(member, url=receiver.url, description="Ancien tableau", names=["post.approved"])
    still, _secret = endpoints.create(member, url=receiver.url, description="Entrepôt de données", names=names[:5])
    WebhookEndpoint.objects.filter(pk=off.pk).update(state="disabled", reason="failing")
    WebhookEndpoint.objects.filter(pk=still.pk).update(state="paused")
    WebhookEndpoint.objects.filter(pk=made.pk).update(failing_since=clock.now())
    told: list[tuple[str, str, int | None, str, str]]
    told = [("post.approved", "delivered", 204, "", ""), ("delivery.failed", "waiting", 503, "status", "<h1>Service unavailable</h1>")]
    told += [("message.received", "failed", None, "timeout", ""), ("conversion.recorded", "sending", None, "", "")]
    for name, state, status, error, answer in told:
        now = clock.now()
        next_at = now if state in {"waiting", "sending"} else None
        message = WebhookMessage.objects.create(
            workspace=brand, endpoint=made, type=name, state=state, body=BODY, tries=1, created_at=now, next_at=next_at
        )
        ended = {} if state == "sending" else {"finished_at": now, "milliseconds": 87}
        attempt = WebhookAttempt.objects.create(message=message, started_at=now, status=status, error=error, answer=answer, **ended)
        WebhookMessage.objects.filter(pk=message.pk).update(attempt=attempt.pk)
    return made


def test_tokens(page, sign_in, camille, brand, live, axe, shots):
    tokens.create(member_of(camille, brand.slug), "Export mensuel", ["posts:read", "metrics:read"], 90)
    sign_in(camille)
    page.goto(f"{HERE}/tokens/")
    axe(page)
    shots(page, "tokens", person=camille)


def test_webhooks(page, sign_in, camille, webhook, axe, shots):
    sign_in(camille)
    page.goto(f"{HERE}/webhooks/")
    axe(page)
    shots(page, "webhooks", person=camille)


def test_no_webhook_yet(page, sign_in, camille, brand, live, axe, shots):
    sign_in(camille)
    page.goto(f"{HERE}/webhooks/")
    axe(page)
    shots(page, "webhooks-none", person=camille)


def test_a_webhook_and_its_log(page, sign_in, camille, webhook, axe, shots):
    sign_in(camille)
    page.goto(f"{HERE}/webhooks/{webhook.pk}/")
    axe(page)
    shots(page, "webhook", person=camille)
    page.locator("#change > summary").click()
    axe(page)
    page.locator("#message-state").select_option("failed")
    expect(page.locator("#log li.line")).to_have_count(1)


def test_a_message_of_a_webhook(page, sign_in, camille, webhook, axe, shots):
    sign_in(camille)
    for state in ("waiting", "sending"):
        message = WebhookMessage.objects.get(state=state)
        page.goto(f"{HERE}/webhooks/messages/{message.pk}/")
        axe(page)
        shots(page, f"webhook-message-{state}", person=camille)


def test_a_message_that_arrives_is_seen_to_arrive(page, sign_in, camille, webhook):
    sign_in(camille)
    message = WebhookMessage.objects.get(state="sending")
    page.goto(f"{HERE}/webhooks/messages/{message.pk}/")
    WebhookAttempt.objects.filter(message=message).update(finished_at=clock.now(), status=200, milliseconds=40)
    WebhookMessage.objects.filter(pk=message.pk).update(state="delivered", next_at=None)
    expect(page.get_by_text("Taken")).to_be_visible()


def test_a_webhook_is_made_by_keyboard_and_its_secret_shown(page, sign_in, camille, brand, live, receiver, axe, shots, problems):
    sign_in(camille)
    page.goto(f"{HERE}/webhooks/new/")
    axe(page)
    shots(page, "webhook-new", person=camille)
    camille.refresh_from_db()
    camille.language = "en"
    camille.save()
    page.reload()
    page.get_by_label("Name").fill("Team chat")
    page.get_by_label("Address").fill("http://127.0.0.1:1/")
    page.get_by_label("A post was approved").check()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").get_by_text("begin with https")).to_be_visible()
    problems.clear()  # the refusal that was meant: 422
    axe(page)
    page.get_by_label("Address").fill(receiver.url)
    page.get_by_role("button", name="Create the webhook").click()
    expect(page.get_by_text("Copy this secret now")).to_be_visible()
    expect(page.locator("code.token")).to_have_text(WebhookEndpoint.objects.get().secrets["current"])
    axe(page)


def test_the_reference(page, live, axe, shots):
    page.goto("/api/v1/docs")
    axe(page)
    shots(page, "api-reference")
