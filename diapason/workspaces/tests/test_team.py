import pytest
from django.http import Http404

from diapason.workspaces import team
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Event, Membership
from diapason.workspaces.team import LastOwner


@pytest.fixture
def owner(camille):
    return member_of(camille, "maison-lumen")


def test_a_role_is_changed_and_said(owner, yanis):
    membership = yanis.memberships.get()
    team.change_role(owner, membership, "manager")
    event = Event.objects.get()
    assert yanis.memberships.get().role == "manager"
    assert (event.verb, event.label, event.data) == ("member.role_changed", "Yanis", {"before": "community", "after": "manager"})


def test_the_same_role_again_is_no_change(owner, yanis):
    team.change_role(owner, yanis.memberships.get(), "community")
    assert not Event.objects.exists()


def test_the_last_owner_stays_and_stays_owner(owner, camille):
    for act in (lambda m: team.change_role(owner, m, "reader"), lambda m: team.remove(owner, m)):
        with pytest.raises(LastOwner):
            act(camille.memberships.get())
    assert camille.memberships.get().role == "owner"


def test_an_owner_whose_account_is_closed_does_not_count(owner, camille, yanis):
    Membership.objects.filter(person=yanis).update(role="owner")
    yanis.is_active = False
    yanis.save()
    with pytest.raises(LastOwner):
        team.remove(owner, camille.memberships.get())


def test_one_of_two_owners_may_leave(owner, camille, yanis):
    team.change_role(owner, yanis.memberships.get(), "owner")
    team.remove(owner, camille.memberships.get())
    assert not camille.memberships.exists()
    assert Event.objects.latest("id").verb == "member.left"


def test_removing_somebody_is_said(owner, yanis):
    team.remove(owner, yanis.memberships.get())
    assert (Event.objects.get().verb, Event.objects.get().label) == ("member.removed", "Yanis")


def test_a_membership_of_another_brand_is_not_found(owner, olga):
    with pytest.raises(Http404):
        team.access_membership(owner, olga.memberships.get().pk)
