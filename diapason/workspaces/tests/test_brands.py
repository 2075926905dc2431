import pytest

from diapason.workspaces import brands
from diapason.workspaces.models import Event, Membership, Person, Workspace


def owners(workspace):
    return set(Membership.objects.filter(workspace=workspace, role="owner").values_list("person__name", flat=True))


@pytest.fixture
def nora(db):
    return Person.objects.create_user("nora@example.com", "a long enough password", name="Nora")


def test_the_first_person_makes_an_organisation_and_a_brand_and_owns_it(nora):
    assert brands.may_create(nora)
    brand = brands.create(nora, name="Maison Lumen", market="qc")
    assert (brand.slug, brand.market, brand.organisation.name) == ("maison-lumen", "qc", "Maison Lumen")
    assert owners(brand) == {"Nora"}
    assert Event.objects.get(workspace=brand).verb == "brand.created"


def test_a_second_brand_of_the_organisation_has_the_same_owners(brand, camille, yanis):
    second = brands.create(camille, brand.organisation, name="Lumen Pro")
    assert owners(second) == {"Camille"}
    Membership.objects.filter(person=yanis).update(role="owner")
    assert owners(brands.create(camille, brand.organisation, name="Lumen Kids")) == {"Camille", "Yanis"}


def test_two_brands_of_one_name_have_two_addresses(nora):
    assert [brands.create(nora, name=name).slug for name in ("Thé & Cie", "Thé & Cie", "日本")] == ["the-cie", "the-cie-2", "brand"]


def test_only_owners_may_add_a_brand_once_there_is_one(camille, yanis, nora, settings):
    assert [brands.may_create(person) for person in (camille, yanis, nora)] == [True, False, False]
    settings.OPEN_SIGN_UP = True
    assert brands.may_create(nora)


def test_the_demo_brand_does_not_count_as_the_first(nora, brand):
    Workspace.objects.update(is_demo=True)
    assert brands.may_create(nora)


def test_the_switcher_lists_the_brands_of_the_person_only(camille, olga, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [(m.workspace.name, m.workspace.organisation.name) for m in brands.memberships(camille)] == [
            ("Maison Lumen", "Maison Lumen")
        ]
