import base64
import hashlib
import hmac
from datetime import timedelta

import pytest

from diapason.api.models import WebhookEndpoint
from diapason.api.webhooks import calling, endpoints, signing
from diapason.core import clock
from diapason.workspaces.members import member_of

# The example of the libraries of Standard Webhooks themselves (their tests sign this).
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # pragma: allowlist secret
ID, AT, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
EXPECTED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_vector_of_standard_webhooks():
    assert signing.signature(SECRET, ID, AT, BODY) == EXPECTED
    assert signing.headers([SECRET], ID, AT, BODY) == {
        "webhook-id": ID,
        "webhook-timestamp": str(AT),
        "webhook-signature": EXPECTED,
    }


def verify(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As the documentation tells a receiver to do it, without a line of ours."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = [each.partition(",")[2] for each in headers["webhook-signature"].split() if each.startswith("v1,")]
    return any(hmac.compare_digest(expected, each) for each in given)


def test_a_secret_has_the_length_that_the_specification_asks_for():
    assert signing.new_secret().startswith("whsec_")
    assert 24 <= len(signing.key_of(signing.new_secret())) <= 64
    with pytest.raises(ValueError, match="secret"):
        signing.key_of("whsec_not base64")


def test_a_receiver_can_check_what_it_gets_and_notices_a_changed_body(endpoint, brand, camille, receiver, send):
    endpoints.test(member_of(camille, brand.slug), endpoint)
    send()
    got, secret = receiver.got[0], endpoint.secrets["current"]
    assert verify(secret, got.headers, got.body)
    assert not verify(secret, got.headers, got.body + b" ")
    assert not verify(signing.new_secret(), got.headers, got.body)
    assert abs(int(got.headers["webhook-timestamp"]) - clock.now().timestamp()) < 60


def test_while_a_secret_is_replaced_both_sign_and_a_day_later_only_the_new_one(endpoint, brand, camille, receiver, send, monkeypatch):
    member, former = member_of(camille, brand.slug), endpoint.secrets["current"]
    new = endpoints.rotate(member, endpoint)
    endpoints.test(member, endpoint)
    send()
    assert [verify(secret, receiver.got[0].headers, receiver.got[0].body) for secret in (former, new)] == [True, True]
    found = WebhookEndpoint.objects.get()
    tomorrow = clock.now() + timedelta(hours=24, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert calling.secrets_of(found) == [new]


def test_the_secret_is_sealed_in_the_database(endpoint):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT secrets FROM api_webhookendpoint")
        (stored,) = cursor.fetchone()
    assert endpoint.secrets["current"] not in stored
    assert endpoint.secrets["current"] not in repr(vars(endpoint))
