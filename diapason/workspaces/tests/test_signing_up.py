"""The first owner, then invited people: as their browsers live it."""

import pytest

from diapason.workspaces import invitations
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Event, Invitation, Mail, Membership, Person, Workspace

PASSWORD = "correct horse battery"


def sign_up(client, email="nora@example.com", **answers):
    return client.post("/accounts/signup/", {"name": "Nora", "email": email, "password1": PASSWORD, **answers})


@pytest.fixture
def sent(camille):
    """An invitation of nora@example.com, with the path of its message."""
    invitation = invitations.invite(member_of(camille, "maison-lumen"), "nora@example.com", "manager", "en")
    path = "/invitations/" + Mail.objects.get().content["text"].split("/invitations/")[1].split()[0]
    return invitation, path


@pytest.mark.django_db
def test_the_first_person_signs_up_creates_a_brand_and_sees_the_first_steps(browser_of):
    client = browser_of()
    assert client.get("/accounts/signup/").status_code == 200
    assert sign_up(client).headers["Location"] == "/brands/new/"
    page = client.get("/brands/new/", headers={"Accept-Language": "fr-CA,fr"})
    assert page.context["form"].initial == {"market": "qc", "language": "en", "time_zone": "America/Toronto"}
    answers = {"name": "Maison Lumen", "website": "maison-lumen.fr", "market": "fr", "language": "fr", "time_zone": "Europe/Paris"}
    landed = client.post("/brands/new/", answers, follow=True)
    brand = Workspace.objects.get()
    assert (brand.website, brand.organisation.name) == ("https://maison-lumen.fr", "Maison Lumen")
    assert landed.redirect_chain[-1][0] == "/w/maison-lumen/first-steps/"
    assert "Invite the people you work with" in landed.content.decode()
    assert "Maison Lumen is ready." in landed.content.decode()
    assert Person.objects.get().name == "Nora"


@pytest.mark.django_db
def test_a_brand_is_only_called_the_first_where_there_is_none(camille, brand, browser_of):
    assert "Your first brand" not in browser_of(camille).get("/brands/new/").text
    Workspace.objects.update(is_demo=True)
    page = browser_of(camille).get("/brands/new/").text
    assert "Your first brand" not in page
    assert "Cancel" in page
    brand.memberships.all().delete()
    assert "Your first brand" in browser_of(camille).get("/brands/new/").text


def test_after_the_first_brand_sign_up_is_closed(brand, camille, browser_of):
    assert "Sign Up Closed" in browser_of().get("/accounts/signup/").content.decode() or not sign_up(browser_of()).has_header("Location")
    sign_up(browser_of())
    assert not Person.objects.filter(email="nora@example.com").exists()


def test_sign_up_can_be_opened_to_everybody(brand, camille, browser_of, settings):
    settings.OPEN_SIGN_UP = True
    assert sign_up(browser_of()).headers["Location"] == "/brands/new/"


def test_a_member_who_owns_nothing_creates_no_brand(yanis, browser_of):
    assert browser_of(yanis).get("/brands/new/").status_code == 403
    assert browser_of(yanis).post("/brands/new/", {"name": "Mine"}).status_code == 403


def test_a_refused_brand_keeps_what_was_typed(camille, browser_of):
    answers = {"name": "", "website": "not a site", "market": "fr", "language": "fr", "time_zone": "Mars/Base"}
    page = browser_of(camille).post("/brands/new/", answers)
    assert page.status_code == 422
    assert 'value="not a site"' in page.content.decode()
    assert Workspace.objects.count() == 1


def test_a_brand_cannot_be_put_into_an_organisation_of_somebody_else(camille, olga, browser_of):
    theirs = olga.memberships.get().workspace.organisation
    answers = {"name": "Intruder", "market": "fr", "language": "fr", "time_zone": "Europe/Paris", "organisation": theirs.pk}
    assert browser_of(camille).post("/brands/new/", answers).status_code == 422


def test_an_owner_adds_a_second_brand_to_the_organisation(camille, brand, browser_of):
    answers = {"name": "Lumen Pro", "market": "fr", "language": "fr", "time_zone": "Europe/Paris", "organisation": brand.organisation.pk}
    browser_of(camille).post("/brands/new/", answers)
    assert Workspace.objects.get(slug="lumen-pro").organisation == brand.organisation


def test_an_invited_person_creates_an_account_and_lands_in_the_brand(sent, browser_of):
    _invitation, path = sent
    client = browser_of()
    page = client.get(path).content.decode()
    assert "Camille invites you to work on <b>Maison Lumen</b>, as: <b>Social media manager</b>." in page
    assert sign_up(client).headers["Location"] == "/w/maison-lumen/start/"
    nora = Person.objects.get(email="nora@example.com")
    assert Membership.objects.get(person=nora).role == "manager"
    assert Event.objects.latest("id").verb == "invitation.accepted"
    assert client.get(path).status_code == 302, "the used invitation leads its person to the brand"


def test_signing_up_under_another_address_asks_before_accepting(sent, browser_of):
    _invitation, path = sent
    client = browser_of()
    client.get(path)
    assert sign_up(client, email="nora.private@example.com").headers["Location"] == "/invitation/"
    page = client.get("/invitation/").content.decode()
    assert "The invitation was sent to nora@example.com, and you are signed in as nora.private@example.com." in page
    assert client.post("/invitation/acceptance/").status_code == 200, "not without saying so"
    assert not Membership.objects.filter(person__email="nora.private@example.com").exists()
    assert client.post("/invitation/acceptance/", {"as": "nora.private@example.com"}).headers["Location"] == "/w/maison-lumen/start/"


def test_somebody_with_an_account_signs_in_and_accepts(sent, browser_of):
    invitation, path = sent
    Person.objects.create_user("nora@example.com", PASSWORD, name="Nora", language="en")
    client = browser_of()
    assert "Sign in and accept" in client.get(path).content.decode()
    client.post("/accounts/login/?next=/invitation/", {"login": "nora@example.com", "password": PASSWORD})
    assert "Accept the invitation" in client.get("/invitation/").content.decode()
    assert client.post("/invitation/acceptance/").headers["Location"] == "/w/maison-lumen/start/"
    invitation.refresh_from_db()
    assert invitation.accepted_by.email == "nora@example.com"


@pytest.mark.parametrize(("fact", "words"), [("revoked_at", "withdrawn"), ("expires_at", "expired"), ("accepted_at", "already used")])
def test_an_ended_invitation_says_so_and_opens_no_sign_up(sent, browser_of, fact, words):
    from diapason.core import clock

    _invitation, path = sent
    Invitation.objects.update(**{fact: clock.now()})
    client = browser_of()
    page = client.get(path)
    assert page.status_code == 410
    assert words in page.content.decode()
    sign_up(client)
    assert not Person.objects.filter(email="nora@example.com").exists()


def test_an_invitation_revoked_between_two_steps_opens_no_sign_up(sent, browser_of):
    from diapason.core import clock

    _invitation, path = sent
    client = browser_of()
    client.get(path)
    Invitation.objects.update(revoked_at=clock.now())
    sign_up(client)
    assert not Person.objects.filter(email="nora@example.com").exists()


@pytest.mark.django_db
def test_an_address_that_was_never_sent_opens_nothing(browser_of):
    assert browser_of().get("/invitations/made-up/").status_code == 404


def test_opening_an_invitation_changes_nothing(sent, browser_of):
    invitation, path = sent
    browser_of().get(path)
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_a_french_visitor_reads_the_invitation_in_its_own_language(sent, browser_of):
    _invitation, path = sent
    Invitation.objects.update(language="fr")
    assert "vous invite à travailler" in browser_of().get(path).content.decode()


@pytest.mark.django_db
def test_the_front_door_of_a_new_installation_is_the_sign_up(browser_of):
    client = browser_of()
    assert client.get("/").headers["Location"] == "/accounts/signup/"
    sign_up(client)
    assert client.get("/").headers["Location"] == "/brands/new/", "whoever left in the middle goes on"
    assert browser_of().get("/").headers["Location"] == "/accounts/login/"


def test_somebody_without_a_brand_is_told_whom_to_ask(brand, camille, browser_of):
    nora = Person.objects.create_user("nora@example.com", PASSWORD, name="Nora", language="en")
    page = browser_of(nora).get("/")
    assert page.status_code == 200
    assert "nora@example.com" in page.content.decode()
