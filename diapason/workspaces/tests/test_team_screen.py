import pytest
from django.core.cache import cache
from django.http import Http404

from diapason.workspaces import guests
from diapason.workspaces.models import Event, GuestLink, Invitation, Mail, Membership, Person
from diapason.workspaces.permissions import MATRIX

TEAM = "/w/maison-lumen/team/"


@pytest.fixture
def owner(camille, browser_of):
    cache.clear()
    return browser_of(camille)


def test_the_owner_sees_people_invitations_links_and_the_matrix(owner, yanis):
    owner.post(TEAM + "invitations/", {"email": "nora@example.com", "role": "reader", "language": "en"})
    page = owner.get(TEAM).content.decode()
    assert all(words in page for words in ("Camille", "yanis@example.com", "nora@example.com", "On its way", "Links for clients"))
    assert all(str(label) in page.replace("&#x27;", "'") for label, _roles in MATRIX.values())


def test_a_member_sees_people_only(yanis, camille, browser_of):
    page = browser_of(yanis).get(TEAM).content.decode()
    assert "Camille" in page
    assert "Links for clients" not in page
    assert "<select" not in page


def test_the_screen_costs_the_same_for_two_people_and_for_thirty(owner, brand, django_assert_num_queries, django_assert_max_num_queries):
    owner.get(TEAM)
    with django_assert_max_num_queries(14) as few:
        owner.get(TEAM)
    for number in range(30):
        person = Person.objects.create_user(f"p{number}@example.com", name=f"P{number}")
        Membership.objects.create(person=person, workspace=brand, role="reader")
        mail = Mail.objects.create(to=f"i{number}@example.com", template="invitation", subject="x")
        Invitation.objects.create(
            workspace=brand,
            email=f"i{number}@example.com",
            token_hash=str(number),
            invited_by=person,
            expires_at="2099-01-01T00:00Z",
            mail=mail,
        )
        GuestLink.objects.create(workspace=brand, name=f"G{number}", created_by=person, expires_at="2099-01-01T00:00Z")
    with django_assert_num_queries(len(few)):
        page = owner.get(TEAM)
    assert len(page.content) < 80_000
    assert [len(page.context[name]) for name in ("people", "invitations", "guests")] == [31, 6, 6]
    every = owner.get(TEAM, {"all": "invitations"})
    assert [len(every.context[name]) for name in ("invitations", "guests")] == [30, 6]


def test_a_wrong_address_keeps_what_was_typed(owner):
    page = owner.post(TEAM + "invitations/", {"email": "nora@", "role": "reader", "language": "en"})
    assert page.status_code == 422
    assert 'value="nora@"' in page.content.decode()
    assert not Invitation.objects.exists()


def test_a_message_that_the_server_refused_is_shown_to_the_inviter(owner):
    owner.post(TEAM + "invitations/", {"email": "nora@example.com", "role": "reader", "language": "en"})
    Mail.objects.update(failed_at="2026-11-21T12:00Z", error="550 no such mailbox", next_at=None)
    page = owner.get(TEAM).content.decode()
    assert "Could not be sent" in page
    assert "550 no such mailbox" in page


def test_a_role_is_changed_and_the_change_can_be_undone(owner, yanis):
    membership = yanis.memberships.get()
    page = owner.post(
        f"{TEAM}members/{membership.pk}/role/", {f"role-{membership.pk}": "manager", "role-0": "owner"}, follow=True
    ).content.decode()
    assert yanis.memberships.get().role == "manager"
    assert f"{TEAM}members/{membership.pk}/role/?role=community" in page
    assert owner.post(f"{TEAM}members/{membership.pk}/role/?role=community").status_code == 204
    assert yanis.memberships.get().role == "community"


def test_a_role_that_does_not_exist_is_refused(owner, yanis):
    assert owner.post(f"{TEAM}members/{yanis.memberships.get().pk}/role/", {"role": "god"}).status_code == 400


def test_the_last_owner_is_told_why_they_stay(owner, camille):
    page = owner.post(f"{TEAM}members/{camille.memberships.get().pk}/removal/")
    assert page.status_code == 409
    assert "A brand keeps at least one owner" in page.content.decode()


def test_somebody_removed_by_mistake_comes_back(owner, yanis):
    page = owner.post(f"{TEAM}members/{yanis.memberships.get().pk}/removal/", follow=True).content.decode()
    assert not yanis.memberships.exists()
    undo = page.split('action="/w/maison-lumen/team/members/restoration/')[1].split('"')[0]
    assert owner.post(f"{TEAM}members/restoration/{undo}").status_code == 204
    assert yanis.memberships.get().role == "community"
    assert [event.verb for event in Event.objects.order_by("id")] == ["member.removed", "member.restored"]


def test_an_undo_of_another_brand_or_made_up_is_refused(owner, yanis, olga, browser_of):
    page = owner.post(f"{TEAM}members/{yanis.memberships.get().pk}/removal/", follow=True).content.decode()
    undo = page.split('action="/w/maison-lumen/team/members/restoration/')[1].split('"')[0]
    assert browser_of(olga).post("/w/ailleurs/team/members/restoration/" + undo).status_code == 400
    assert owner.post(f"{TEAM}members/restoration/?token=made-up").status_code == 400


def test_an_invitation_is_revoked_and_restored(owner):
    owner.post(TEAM + "invitations/", {"email": "nora@example.com", "role": "reader", "language": "en"})
    path = f"{TEAM}invitations/{Invitation.objects.get().pk}/"
    owner.post(path + "revocation/")
    assert Invitation.objects.get().revoked_at
    assert owner.post(path + "restoration/").status_code == 204
    assert Invitation.objects.get().revoked_at is None
    assert owner.post(path + "sending/").status_code == 302
    assert Mail.objects.count() == 2


def test_a_client_link_is_created_used_revoked_and_restored(owner):
    owner.post(TEAM + "guests/", {"name": "Mme Aubry", "email": "", "language": "fr", "days": "30"})
    link = GuestLink.objects.get()
    token = guests.make_token(link)
    assert guests.guest_member(token).role == "client"
    owner.post(f"{TEAM}guests/{link.pk}/revocation/")
    with pytest.raises(Http404):
        guests.guest_member(token)
    owner.post(f"{TEAM}guests/{link.pk}/restoration/")
    assert guests.guest_member(token).guest == link


def test_a_member_leaves_and_the_last_owner_cannot(yanis, camille, browser_of):
    browser_of(yanis).post(TEAM + "departure/")
    assert not yanis.memberships.exists()
    stays = browser_of(camille).post(TEAM + "departure/", follow=True)
    assert camille.memberships.exists()
    assert "A brand keeps at least one owner" in stays.content.decode()
