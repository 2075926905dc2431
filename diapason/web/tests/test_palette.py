"""The command palette finds what its reader may open, and nothing else."""

from datetime import date

import pytest
from django.urls import reverse

from diapason.editorial.models import Post
from diapason.strategy.models import Objective
from diapason.territory.models import Space
from diapason.web import navigation, palette
from diapason.workspaces.members import Member, member_of


@pytest.fixture
def everywhere(monkeypatch):
    monkeypatch.setattr(navigation, "address", lambda name, slug: f"/w/{slug}/{name}/")
    monkeypatch.setattr(palette, "reverse", lambda name, args: f"/w/{args[0]}/{name}/{args[1]}/")


def labels(member, asked):
    return [result["label"] for result in palette.search(member, asked)]


def test_screens_and_acts_are_found_whatever_the_accents_and_case(everywhere, brand, camille):
    camille.language = "fr"
    from django.utils import translation

    with translation.override("fr"):
        assert "Boîte de réception" in labels(member_of(camille, brand.slug), "BOITE recep")
        assert "Écrire une publication" in labels(member_of(camille, brand.slug), "ecrire")


def test_an_act_that_the_role_forbids_is_not_offered(everywhere, brand):
    assert "Write a post" not in labels(Member(brand, "reader"), "write")


def test_posts_are_found_by_their_title_through_their_door(everywhere, brand, camille, olga):
    Post.objects.create(workspace=brand, title="Fête des Lumières", author=camille)
    elsewhere = olga.memberships.get().workspace
    Post.objects.create(workspace=elsewhere, title="Fête des voisins", author=olga)
    assert labels(member_of(camille, brand.slug), "fête") == ["Fête des Lumières"]


def test_each_kind_of_object_is_one_small_query(everywhere, brand, camille, django_assert_max_num_queries):
    Objective.objects.create(
        workspace=brand, name="Lumière pour tous", kind="awareness", starts_on=date(2026, 1, 1), due_on=date(2026, 12, 31)
    )
    Space.objects.create(workspace=brand, network="unheard-of", name="Lumière", state="assisted")
    member = member_of(camille, brand.slug)
    with django_assert_max_num_queries(5):
        found = labels(member, "lumière")
    assert {"Lumière pour tous", "Lumière"} <= set(found)


def test_one_letter_searches_no_object(everywhere, brand, camille, django_assert_num_queries):
    member = member_of(camille, brand.slug)
    with django_assert_num_queries(0):
        palette.search(member, "f")


def test_the_address_answers_json_to_members_only(client, brand, camille, olga):
    url = reverse("palette", args=[brand.slug])
    client.force_login(camille)
    assert client.get(url, {"q": "a"}).json().keys() == {"results"}
    client.force_login(olga)
    assert client.get(url).status_code == 404
