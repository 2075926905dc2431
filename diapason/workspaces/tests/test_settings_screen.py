import pytest
from allauth.mfa.models import Authenticator

from diapason.workspaces.models import Event, Membership, Workspace

SETTINGS = "/w/maison-lumen/settings/"


@pytest.fixture
def answers():
    return {
        "name": "Maison Lumen",
        "website": "",
        "market": "fr",
        "language": "fr",
        "time_zone": "Europe/Paris",
        "late_after": "60",
        "require_alt_text": "on",
        "utm_source": "{network}",
        "utm_medium": "social",
        "utm_campaign": "{campaign}",
        "utm_content": "{post}",
        "utm_domains": "",
        "step-TOTAL_FORMS": "5",
        "step-INITIAL_FORMS": "0",
        **{f"step-{number}-{name}": "" for number in range(5) for name in ("name", "who")},
    }


@pytest.fixture
def owner(camille, browser_of):
    return browser_of(camille)


def test_the_settings_are_saved_with_one_event_that_says_what_changed(owner, answers, yanis):
    Membership.objects.filter(person=yanis).update(role="manager")
    answers |= {"late_after": "90", "utm_enabled": "on", "utm_domains": "Lumen.fr, boutique.lumen.fr", "step-0-name": "Direction"}
    answers |= {"step-0-who": f"person:{yanis.pk}", "step-1-name": "Client", "step-1-who": "client", "step-1-time": "on"}
    assert owner.post(SETTINGS, answers).status_code == 302
    brand = Workspace.objects.get()
    assert brand.late_after == 90
    assert brand.utm["domains"] == ["lumen.fr", "boutique.lumen.fr"]
    assert brand.approval_steps == [
        {"name": "Direction", "person": yanis.pk, "time": False},
        {"name": "Client", "role": "client", "time": True},
    ]
    event = Event.objects.get(verb="settings.changed")
    assert event.data["changes"]["late_after"] == [60, 90]
    assert set(event.data["changes"]) == {"late_after", "utm", "approval_steps"}


def test_the_page_shows_what_was_saved(owner, answers):
    owner.post(SETTINGS, answers | {"utm_short": "on", "step-2-name": "Legal", "step-2-who": "manager"})
    page = owner.get(SETTINGS).content.decode()
    assert 'value="Legal"' in page
    assert owner.get(SETTINGS).context["form"].initial["utm_short"] is True


def test_saving_without_a_change_records_nothing(owner, answers):
    owner.post(SETTINGS, answers)
    Event.objects.all().delete()
    owner.post(SETTINGS, answers)
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("utm_source", "{nettwork}", "{nettwork} is not known"),
        ("late_after", "-5", "greater than or equal to 0"),
        ("time_zone", "Mars/Base", "Select a valid choice"),
        ("step-0-who", "person:999999", "Select a valid choice"),
    ],
)
def test_a_refused_answer_is_explained_and_nothing_is_saved(owner, answers, field, value, words):
    page = owner.post(SETTINGS, answers | {"name": "Renamed", "step-0-name": "Direction", field: value})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert Workspace.objects.get().name == "Maison Lumen"
    assert 'value="Renamed"' in page.content.decode()


def test_a_manager_does_not_decide_of_two_factors(camille, yanis, answers, browser_of):
    Membership.objects.filter(person=yanis).update(role="manager")
    client = browser_of(yanis)
    assert "Security of the organisation" not in client.get(SETTINGS).content.decode()
    client.post(SETTINGS, answers | {"owners_need_two_factor": "on"})
    assert not Workspace.objects.get().organisation.owners_need_two_factor


def test_owners_without_a_second_factor_are_sent_to_add_one(owner, camille, yanis, answers, browser_of):
    owner.post(SETTINGS, answers | {"owners_need_two_factor": "on"})
    assert Event.objects.get().data["changes"] == {"owners_need_two_factor": [False, True]} or "owners_need_two_factor" in str(
        Event.objects.get().data
    )
    sent = owner.get(SETTINGS, follow=True)
    assert sent.redirect_chain == [("/two-factor/", 302)]
    assert "A second factor is needed" in sent.content.decode()
    assert browser_of(yanis).get("/w/maison-lumen/team/").status_code == 200, "members are not concerned"
    Authenticator.objects.create(user=camille, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert owner.get(SETTINGS).status_code == 302, "recovery codes alone are no second factor"
    Authenticator.objects.create(user=camille, type=Authenticator.Type.TOTP, data={})
    assert owner.get(SETTINGS).status_code == 200
    assert owner.get("/two-factor/").headers["Location"] == "/"
