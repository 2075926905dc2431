import pytest
from allauth.usersessions.models import UserSession

from diapason.workspaces import events
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Event, Membership, Person
from diapason.workspaces.sentences import sentence
from diapason.workspaces.templatetags.workspaces import actor


@pytest.fixture
def client_of_yanis(yanis, browser_of):
    return browser_of(yanis)


def choices(**changes):
    return {"name": "Yanis B.", "language": "en", "time_zone": "America/Toronto", "theme": "dark", **changes}


def test_a_person_chooses_name_language_zone_and_theme(client_of_yanis, yanis):
    assert client_of_yanis.post("/profile/", choices(language="fr")).status_code == 302
    yanis.refresh_from_db()
    assert (yanis.name, yanis.language, yanis.time_zone, yanis.theme, yanis.email_notices) == (
        "Yanis B.",
        "fr",
        "America/Toronto",
        "dark",
        False,
    )
    assert "Vos choix sont enregistrés." in client_of_yanis.get("/profile/").content.decode()


def test_a_refused_choice_changes_nothing_and_the_rail_keeps_the_old_name(client_of_yanis, yanis):
    page = client_of_yanis.post("/profile/", choices(name="", time_zone="Mars/Base"))
    assert page.status_code == 422
    yanis.refresh_from_db()
    assert yanis.name == "Yanis"


def test_the_profile_leads_to_the_pages_of_sign_in(client_of_yanis):
    page = client_of_yanis.get("/profile/").content.decode()
    for path in ("/accounts/password/change/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/email/"):
        assert f'href="{path}"' in page
        assert client_of_yanis.get(path).status_code in {200, 302}


def test_a_visitor_is_asked_to_sign_in(browser_of, db):
    assert browser_of().get("/profile/").headers["Location"] == "/accounts/login/?next=/profile/"


def test_the_only_owner_is_told_what_to_do_before_leaving(camille, browser_of):
    client = browser_of(camille)
    assert "You are the only owner" in client.get("/profile/deletion/").content.decode()
    client.post("/profile/deletion/", {"password": "a long enough password"})
    assert Person.objects.get(pk=camille.pk).is_active


def test_an_account_is_deleted_with_the_right_password_only(client_of_yanis, yanis, camille):
    refused = client_of_yanis.post("/profile/deletion/", {"password": "a guess"})
    assert refused.status_code == 422
    assert "This is not your password." in refused.content.decode()
    assert "Your account is deleted" in client_of_yanis.post("/profile/deletion/", {"password": "a long enough password"}).content.decode()
    assert client_of_yanis.get("/profile/").status_code == 302, "signed out"


def test_a_deleted_person_is_forgotten_and_their_acts_stay(client_of_yanis, yanis, camille):
    member = member_of(yanis, "maison-lumen")
    event = events.record(member, "post.approved", member.workspace)
    promoted = events.record(
        member_of(camille, "maison-lumen"), "member.role_changed", yanis.memberships.get(), before="reader", after="community"
    )
    client_of_yanis.post("/profile/deletion/", {"password": "a long enough password"})
    gone = Person.objects.get(pk=yanis.pk)
    assert "yanis" not in str(gone.__dict__).lower()
    assert not gone.has_usable_password()
    assert not Membership.objects.filter(person=gone).exists()
    assert not UserSession.objects.filter(user=gone).exists()
    event.refresh_from_db()
    assert actor(event) == "Deleted account"
    promoted.refresh_from_db()
    assert sentence(promoted) == "changed the role of Deleted account from “Reader” to “Community manager”"
    left = Event.objects.get(verb="member.left")
    assert "Yanis" not in sentence(left)


def test_nobody_signs_in_to_a_deleted_account(client_of_yanis, yanis, camille, browser_of):
    client_of_yanis.post("/profile/deletion/", {"password": "a long enough password"})
    client = browser_of()
    client.post("/accounts/login/", {"login": "yanis@example.com", "password": "a long enough password"})
    assert client.get("/profile/").status_code == 302


def test_other_sessions_of_a_deleted_person_end(client_of_yanis, yanis, camille, browser_of):
    elsewhere = browser_of(yanis)
    client_of_yanis.post("/profile/deletion/", {"password": "a long enough password"})
    assert elsewhere.get("/profile/").status_code == 302
