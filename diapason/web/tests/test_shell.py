"""The layout around every page of a brand."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import render
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse

from diapason.publishing.models import Pause
from diapason.territory.models import Space
from diapason.web import navigation
from diapason.web.context import Shell
from diapason.workspaces import brands, counters
from diapason.workspaces.members import Member, member_of
from diapason.workspaces.models import Membership, Notification, Workspace


@pytest.fixture
def everywhere(monkeypatch):
    """As if every app gave its addresses."""
    monkeypatch.setattr(navigation, "address", lambda name, slug: f"/w/{slug}/" + ("" if name == "home" else f"{name}/"))


def names(groups) -> list[str]:
    return [link.entry.name for group in groups for link in group]


def test_the_rail_follows_the_order_of_the_job(everywhere, brand, camille):
    found = names(navigation.rail(member_of(camille, brand.slug), "/w/maison-lumen/", {}))
    assert found == ["home", "calendar", "posts", "inbox", "people", "listening", "objectives", "spaces", "results", "budget", "settings"]


def test_an_entry_is_absent_for_those_who_may_not_open_it(everywhere, brand):
    client = Member(brand, "client")
    assert names(navigation.rail(client, "/", {})) == ["results"]


def test_an_entry_whose_address_nobody_gives_is_absent(brand, camille, monkeypatch):
    def nowhere(name, args):
        raise NoReverseMatch

    monkeypatch.setattr(navigation, "reverse", nowhere)
    assert navigation.rail(member_of(camille, brand.slug), "/", {}) == []


@pytest.mark.parametrize(
    ("path", "current"),
    [("", "home"), ("posts/", "posts"), ("posts/12/", "posts"), ("media/", "media"), ("moments/2026/", "moments"), ("elsewhere/", None)],
)
def test_the_entry_of_the_page_is_current(everywhere, brand, camille, path, current):
    groups = navigation.rail(member_of(camille, brand.slug), f"/w/maison-lumen/{path}", {})
    found = [each.entry.name for group in groups for top in group for each in navigation.flat(top) if each.current]
    assert found == ([current] if current else [])


def test_the_shell_costs_two_queries_whatever_there_is_to_count(brand, camille, django_assert_num_queries):
    member = member_of(camille, brand.slug)
    request = RequestFactory().get("/")
    Space.objects.create(workspace=brand, network="x", name="One", state="needs_reconnect")
    Pause.objects.create(workspace=brand, by=camille)
    Notification.objects.create(workspace=brand, person=camille, code="x")
    with django_assert_num_queries(2):
        shell = Shell(request, member)
        counts = shell.counts
        assert [pk for pk, _name, _slug in shell.brands] == [brand.pk]
    assert (counts["spaces"], counts["paused"], counts["unread"], counts["posts"]) == (1, 1, 1, 0)


def test_a_space_that_is_paused_does_not_hide_that_the_brand_is(brand, camille):
    space = Space.objects.create(workspace=brand, network="x", name="One")
    for paused in (None, space):
        Pause.objects.create(workspace=brand, by=camille, space=paused)
    said = Shell(RequestFactory().get("/"), member_of(camille, brand.slug)).paused
    assert [each.spaces for each in said] == [[], ["One"]]


def test_counting_stops_where_the_reader_no_longer_cares(brand, camille, monkeypatch):
    Notification.objects.bulk_create(Notification(workspace=brand, person=camille, code="x") for _ in range(130))
    assert counters.count(member_of(camille, brand.slug), unread=Notification.objects.order_by("-id"))["unread"] == 100


def test_what_can_find_nothing_counts_nothing(brand, camille, django_assert_num_queries):
    Notification.objects.create(workspace=brand, person=camille, code="x")
    nothing = Notification.objects.filter(pk__in=[])
    with django_assert_num_queries(1):
        assert counters.count_rows({"a": nothing, "b": Notification.objects.all(), "c": nothing}) == {"a": 0, "b": 1, "c": 0}
    with django_assert_num_queries(0):
        assert counters.count_rows({"a": nothing}) == {"a": 0}
        assert counters.count_rows({}) == {}


def test_an_app_declares_what_waits(brand, camille, monkeypatch):
    monkeypatch.setattr(counters, "_declared", {})
    counters.declare("inbox", lambda member: Membership.objects.filter(workspace=member.workspace))
    assert counters.count(member_of(camille, brand.slug)) == {"inbox": 1}


def test_nothing_of_another_brand_is_counted(brand, camille, olga):
    elsewhere = olga.memberships.get().workspace
    Space.objects.create(workspace=elsewhere, network="x", name="Theirs", state="needs_reconnect")
    assert Shell(RequestFactory().get("/"), member_of(camille, brand.slug)).counts["spaces"] == 0


def test_the_page_speaks_the_language_and_wears_the_theme_of_its_reader(client, brand, camille):
    camille.language, camille.theme = "fr", "dark"
    camille.save()
    client.force_login(camille)
    page = client.get(reverse("notifications", args=[brand.slug])).content.decode()
    assert '<html lang="fr" data-theme="dark"' in page
    assert "Aller au contenu" in page


def test_the_front_door_leads_to_the_brand_opened_last(client, brand, camille):
    second = Workspace.objects.create(organisation=brand.organisation, name="Autre", slug="autre")
    Membership.objects.create(person=camille, workspace=second, role="owner")
    client.force_login(camille)
    assert client.get("/").url == "/w/autre/start/"
    client.get("/w/maison-lumen/start/")
    assert client.get("/").url == "/w/maison-lumen/start/"


def test_a_person_without_a_brand_is_told_what_to_do(client, brand, django_user_model):
    client.force_login(django_user_model.objects.create_user("new@example.com", "a long enough password"))
    assert "new@example.com" in client.get("/").content.decode()


def test_a_guest_s_page_has_no_rail(brand):
    request = RequestFactory().get("/")
    request.user, request.member = AnonymousUser(), Member(brand, "client")  # type: ignore[attr-defined]
    page: HttpResponse = render(request, "web/base.html")
    assert b'class="rail"' not in page.content


def test_a_menu_of_brands_leads_those_who_may_to_a_new_one(client, brand, camille, yanis):
    for person, offered in ((camille, True), (yanis, False)):
        client.force_login(person)
        page = client.get(reverse("notifications", args=[brand.slug])).text
        assert 'id="brands"' in page
        assert (reverse("new_brand") in page) is offered


def test_who_may_create_a_brand_is_known_without_asking(brand, camille, yanis, settings, django_assert_num_queries):
    for person, may in ((camille, True), (yanis, False)):
        member = member_of(person, brand.slug)
        with django_assert_num_queries(1):
            shell = Shell(RequestFactory().get("/"), member)
            assert (len(shell.brands), shell.may_create_brand) == (1, may)
        assert brands.may_create(person) is may
    settings.OPEN_SIGN_UP = True
    assert Shell(RequestFactory().get("/"), member_of(yanis, brand.slug)).may_create_brand


def test_on_the_example_alone_anybody_may_create_the_first_brand(brand, yanis):
    Workspace.objects.update(is_demo=True)
    assert Shell(RequestFactory().get("/"), member_of(yanis, brand.slug)).may_create_brand
