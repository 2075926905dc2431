import pytest

from diapason.community import identities, merging
from diapason.community.models import Consent, Contact, Identity
from diapason.core import clock
from diapason.networks.base.content import Author
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Event, Workspace


@pytest.fixture
def member(yanis):
    return member_of(yanis, "maison-lumen")


@pytest.fixture
def two(brand):
    identities.seen(brand, "one", [Author("1", "julie", "Julie Marchand", followers=10)])
    identities.seen(brand, "two", [Author("9", "jmarchand", "Julie M.")])
    first, second = Contact.objects.order_by("pk")
    first.notes, first.tags, second.notes, second.tags = "Lyon", ["client"], "Atelier", ["presse"]
    first.save()
    second.save()
    return first, second


def test_a_merged_profile_has_the_accounts_notes_and_tags_of_both(member, two):
    kept, absorbed = two
    Consent.objects.create(contact=absorbed, purpose="quote", evidence="Wrote yes", given_at=clock.now())
    merging.merge(member, kept, absorbed)
    kept.refresh_from_db()
    assert kept.identities.count() == 2
    assert (kept.notes, kept.tags, kept.consents.count()) == ("Lyon\n\nAtelier", ["client", "presse"], 1)
    assert Event.objects.get().verb == "contact.merged"


def test_undoing_a_merge_puts_everything_back(member, two):
    kept, absorbed = two
    fact = merging.merge(member, kept, absorbed)
    merging.undo(member, fact)
    merging.undo(member, fact)
    for row, notes, tags in ((kept, "Lyon", ["client"]), (absorbed, "Atelier", ["presse"])):
        row.refresh_from_db()
        assert (row.notes, row.tags, row.identities.count(), row.merged_into) == (notes, tags, 1, None)


def test_what_was_written_after_a_merge_survives_its_undoing(member, two):
    kept, absorbed = two
    fact = merging.merge(member, kept, absorbed)
    Contact.objects.filter(pk=kept.pk).update(notes="Rewritten")
    merging.undo(member, fact)
    kept.refresh_from_db()
    assert kept.notes == "Rewritten"


def test_a_profile_is_not_merged_with_itself_nor_across_brands_nor_twice(member, two, olga):
    kept, absorbed = two
    elsewhere = Contact.objects.create(workspace=Workspace.objects.get(slug="ailleurs"), name="Julie Marchand")
    for other in (kept, elsewhere):
        with pytest.raises(merging.CannotMerge):
            merging.merge(member, kept, other)
    merging.merge(member, kept, absorbed)
    with pytest.raises(merging.CannotMerge):
        merging.merge(member, kept, absorbed)


def test_profiles_of_one_name_are_proposed_accents_aside_and_never_those_of_another_brand(member, two, olga):
    kept, _absorbed = two
    same = Contact.objects.create(workspace=kept.workspace, name="Julié MARCHAND")
    Contact.objects.create(workspace=Workspace.objects.get(slug="ailleurs"), name="Julie Marchand")
    assert merging.likely(kept) == [same]


def test_profiles_of_one_handle_are_proposed_whatever_its_server(member, two, brand):
    kept, _absorbed = two
    identities.seen(brand, "three", [Author("7", "JULIE@elsewhere.example", "J."), Author("8", "juliette", "Another")])
    assert [contact.name for contact in merging.likely(kept)] == ["J."]


def test_a_renamed_account_renames_its_profile_unless_the_team_named_it(brand, two):
    kept, absorbed = two
    Contact.objects.filter(pk=absorbed.pk).update(name="Julie from the workshop")
    identities.seen(brand, "one", [Author("1", "julie2", "Julie Dupont")])
    identities.seen(brand, "two", [Author("9", "jdupont", "Julie D.")])
    kept.refresh_from_db()
    absorbed.refresh_from_db()
    assert (kept.name, absorbed.name) == ("Julie Dupont", "Julie from the workshop")


def test_followers_that_a_network_does_not_give_stay_as_they_were_read(brand, two):
    identities.seen(brand, "one", [Author("1", "julie", "Julie Marchand")])
    assert Identity.objects.get(remote_id="1").followers == 10
    assert Identity.objects.get(remote_id="9").followers is None
