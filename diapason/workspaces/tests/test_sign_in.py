"""Sign-in as a browser does it: limits, sessions, passwords, codes and passkeys."""

import base64
import hashlib
import hmac
import json
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from diapason.workspaces.models import Mail, Person
from diapason.workspaces.tests.passkey import Passkey

PASSWORD = "a long enough password"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def without_history(db):
    cache.clear()


def sign_in(client, email="yanis@example.com", password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def is_in(client) -> bool:
    return client.get("/profile/").status_code == 200


def code_of(secret: str, step: int = 0) -> str:
    """The code of RFC 6238, computed here and not by the library under test."""
    counter = struct.pack(">Q", int(time.time()) // 30 + step)
    digest = hmac.new(base64.b32decode(secret + "=" * (-len(secret) % 8)), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def reauthenticated(client):
    """Signed in, and the password given once more, as the pages of the second factor ask."""
    assert sign_in(client).status_code == 302
    assert client.get("/accounts/2fa/totp/activate/").headers["Location"].startswith("/accounts/reauthenticate/"), (
        "not on a session left open"
    )
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    return client


# ── Limits ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_five_wrong_passwords_close_an_account_for_a_while_from_anywhere(yanis, browser_of):
    for number in range(5):
        sign_in(browser_of(), password="wrong", REMOTE_ADDR=f"198.51.100.{number}")
    refused = sign_in(browser_of(), REMOTE_ADDR="198.51.100.99")
    assert "Too many attempts. Wait a few minutes, then try again." in refused.content.decode()


def test_one_account_under_attack_does_not_close_the_others(yanis, camille, browser_of):
    for _ in range(6):
        sign_in(browser_of(), password="wrong", REMOTE_ADDR="198.51.100.1")
    client = browser_of()
    assert sign_in(client, "camille@example.com", REMOTE_ADDR="198.51.100.2").status_code == 302


def test_one_address_that_tries_many_accounts_is_stopped(yanis, browser_of):
    for number in range(10):
        sign_in(browser_of(), f"guess{number}@example.com", "wrong", REMOTE_ADDR="198.51.100.7")
    client = browser_of()
    sign_in(client, REMOTE_ADDR="198.51.100.7")
    assert not is_in(client)
    elsewhere = browser_of()
    assert sign_in(elsewhere, REMOTE_ADDR="198.51.100.8").status_code == 302


def test_writing_another_address_in_a_header_does_not_escape_the_limit(yanis, browser_of, settings):
    settings.PROXY_HOPS = 1
    for number in range(10):
        invented = f"6.6.6.{number}, 203.0.113.7"
        sign_in(browser_of(), f"guess{number}@example.com", "wrong", HTTP_X_FORWARDED_FOR=invented)
    client = browser_of()
    sign_in(client, HTTP_X_FORWARDED_FOR="9.9.9.9, 203.0.113.7")
    assert not is_in(client)
    other = browser_of()
    assert sign_in(other, HTTP_X_FORWARDED_FOR="203.0.113.8").status_code == 302


def test_a_right_password_signs_in_even_after_a_few_mistakes(yanis, browser_of):
    client = browser_of()
    for _ in range(3):
        sign_in(client, password="wrong")
    assert sign_in(client).status_code == 302
    assert is_in(client)


# ── Sessions and passwords ───────────────────────────────────────────────────────────────────────────────────────────
def test_signing_in_changes_the_session(yanis, browser_of):
    client = browser_of()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["diapason_session"] = session.session_key
    sign_in(client)
    assert client.cookies["diapason_session"].value != session.session_key
    assert client.cookies["diapason_session"]["httponly"]


def test_signing_out_ends_the_session_for_good(yanis, browser_of):
    client = browser_of()
    sign_in(client)
    stolen = client.cookies["diapason_session"].value
    client.post("/accounts/logout/")
    thief = browser_of()
    thief.cookies["diapason_session"] = stolen
    assert not is_in(thief)


def test_changing_the_password_ends_the_other_sessions(yanis, browser_of):
    here, elsewhere = browser_of(), browser_of()
    sign_in(here)
    sign_in(elsewhere)
    new = "an even longer password"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert not is_in(elsewhere)


@pytest.mark.parametrize("weak", ["short", "password1234", "nora@example.com"])
def test_a_weak_password_is_refused(browser_of, weak):
    page = browser_of().post("/accounts/signup/", {"name": "Nora", "email": "nora@example.com", "password1": weak})
    assert page.status_code == 200
    assert not Person.objects.filter(email="nora@example.com").exists()


def test_a_forgotten_password_says_nothing_about_who_has_an_account(yanis, browser_of):
    pages = [browser_of().post("/accounts/password/reset/", {"email": email}) for email in ("yanis@example.com", "nobody@example.com")]
    assert pages[0].status_code == pages[1].status_code == 302
    assert pages[0].headers["Location"] == pages[1].headers["Location"]


def test_the_messages_of_sign_in_wait_for_the_mail_server_like_all_others(yanis, browser_of):
    browser_of().post("/accounts/password/reset/", {"email": "yanis@example.com"})
    sent = Mail.objects.get()
    assert sent.to == "yanis@example.com"
    assert "/accounts/password/reset/key/" in sent.content["text"]
    assert "/accounts/password/reset/key/" in sent.content["html"]


# ── Codes ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def enrol_codes(client) -> str:
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    assert client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    return str(secret)


def test_a_code_is_asked_at_sign_in_once_it_is_set_up(yanis, browser_of):
    client = reauthenticated(browser_of())
    secret = enrol_codes(client)
    assert yanis.authenticator_set.filter(type=Authenticator.Type.TOTP).exists()
    cache.clear()  # a code serves once; the next minute begins
    other = browser_of()
    asked = sign_in(other)
    assert asked.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_in(other), "the password alone is not enough"
    other.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert not is_in(other)
    other.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert is_in(other)


def test_a_code_serves_once(yanis, browser_of):
    secret = enrol_codes(reauthenticated(browser_of()))
    cache.clear()
    code = code_of(secret)
    first, second = browser_of(), browser_of()
    for client in (first, second):
        sign_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_in(first)
    assert not is_in(second)


def test_a_wrong_code_at_set_up_changes_nothing(yanis, browser_of):
    client = reauthenticated(browser_of())
    client.get("/accounts/2fa/totp/activate/")
    client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert not yanis.authenticator_set.exists()


def test_codes_cannot_be_guessed_without_end(yanis, browser_of):
    secret = enrol_codes(reauthenticated(browser_of()))
    cache.clear()
    client = browser_of()
    sign_in(client)
    for _ in range(12):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert not is_in(client)


# ── Passkeys ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def enrol_passkey(client) -> Passkey:
    passkey = Passkey("https://testserver")
    options = client.get("/accounts/2fa/webauthn/add/", secure=True).context["js_data"]["creation_options"]
    answers = {"name": "Laptop", "credential": json.dumps(passkey.create(options)), "passwordless": "on"}
    assert client.post("/accounts/2fa/webauthn/add/", answers, secure=True).status_code == 302
    return passkey


def with_passkey(client, passkey):
    options = client.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"}, secure=True)
    data = options.json()["request_options"]
    client.post("/accounts/2fa/webauthn/login/", {"credential": json.dumps(passkey.get(data))}, secure=True)


def test_a_passkey_signs_in_without_a_password(yanis, browser_of):
    passkey = enrol_passkey(reauthenticated(browser_of()))
    assert yanis.authenticator_set.get(type=Authenticator.Type.WEBAUTHN)
    client = browser_of()
    with_passkey(client, passkey)
    assert is_in(client)


def test_another_key_does_not_sign_in(yanis, browser_of):
    mine = enrol_passkey(reauthenticated(browser_of()))
    forged = Passkey("https://testserver")
    forged.id, forged.user = mine.id, mine.user
    client = browser_of()
    with_passkey(client, forged)
    assert not is_in(client)


def test_an_answer_to_an_old_challenge_does_not_sign_in(yanis, browser_of):
    passkey = enrol_passkey(reauthenticated(browser_of()))
    client = browser_of()
    old = client.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"}).json()["request_options"]
    client.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"})
    client.post("/accounts/2fa/webauthn/login/", {"credential": json.dumps(passkey.get(old))})
    assert not is_in(client)
