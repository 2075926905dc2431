"""The pages of sign-in: they look ours, speak both languages, and pass axe and the policy."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from playwright.sync_api import expect

ENTRANCE = ["login", "signup", "password/reset", "password/reset/done", "inactive", "confirm-email"]
MANAGE = [
    "email",
    "password/change",
    "2fa",
    "2fa/totp/activate",
    "2fa/webauthn",
    "2fa/webauthn/add",
    "sessions",
    "logout",
    "reauthenticate",
]
HERE = "/w/maison-lumen/notifications/"
LOGIN = f"/accounts/login/?next={HERE}"


@pytest.mark.parametrize("name", ENTRANCE)
def test_an_entrance_is_accessible(page, axe, shots, name):
    page.goto(f"/accounts/{name}/")
    axe(page)
    shots(page, f"account-{name.replace('/', '-')}")


@pytest.mark.parametrize("name", MANAGE)
def test_an_account_page_is_accessible(page, axe, shots, sign_in, camille, name):
    sign_in(camille)
    page.goto(f"/accounts/{name}/")
    if name != "reauthenticate":
        confirm(page)
        page.goto(f"/accounts/{name}/")
    axe(page)
    shots(page, f"account-{name.replace('/', '-')}", person=camille)


def confirm(page):
    """Some pages ask for the password again."""
    if "reauthenticate" in page.url:
        page.locator("#id_password").fill("a long enough password")
        page.get_by_role("button", name="Confirm").click()


def test_a_person_signs_in_with_password_and_finds_their_brand(page, camille):
    page.goto(LOGIN)
    page.locator("#id_login").fill("camille@example.com")
    page.locator("#id_password").fill("a long enough password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"**{HERE}")


def test_a_refused_password_says_so_and_keeps_the_address(page, axe, camille):
    page.goto("/accounts/login/")
    page.locator("#id_login").fill("camille@example.com")
    page.locator("#id_password").fill("not this one")
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.get_by_role("alert").is_visible()
    assert page.locator("#id_login").input_value() == "camille@example.com"
    axe(page)


def test_a_visitor_changes_the_language(page):
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Français").click()
    assert page.locator("html").get_attribute("lang") == "fr"
    page.reload()
    assert page.get_by_role("button", name="English").is_visible()


def test_a_passkey_is_added_then_opens_the_door(page, context, sign_in, camille):
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(camille)
    page.goto("/accounts/2fa/webauthn/add/")
    confirm(page)
    page.get_by_label("Name").fill("Laptop")
    page.locator("#id_passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/2fa/recovery-codes/**")
    context.clear_cookies()
    page.goto(LOGIN)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"**{HERE}")


def test_a_code_is_asked_after_the_password(page, axe, shots, camille):
    secret = generate_totp_secret()
    TOTP.activate(camille, secret)
    page.goto("/accounts/login/")
    page.locator("#id_login").fill("camille@example.com")
    page.locator("#id_password").fill("a long enough password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/2fa/authenticate/")
    axe(page)
    shots(page, "account-2fa-authenticate")


def test_the_demo_is_entered_in_one_click(page, context, axe, shots, settings, brand, camille, yanis, problems):
    brand.is_demo = True
    brand.save()
    settings.DEMO = True
    page.goto("/accounts/login/")
    axe(page)
    shots(page, "account-demo")
    page.get_by_role("button", name="Yanis").click()
    page.wait_for_url("**/w/maison-lumen/**")
    problems.clear()  # the first screen is tested by those who draw it
    page.goto(HERE)
    expect(page.get_by_role("button", name="Yanis")).to_be_visible()
