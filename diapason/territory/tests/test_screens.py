"""The screens of the territory, as people use them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import join
from diapason.core import clock
from diapason.networks.base.errors import Permanent, Reauth
from diapason.territory import connect
from diapason.territory.models import PendingConnection, Space, SpaceGrant

pytestmark = pytest.mark.django_db
FIELDS = {"method": "password", "address": "lumen.example", "handle": "lumen", "password": "secret words"}


@pytest.fixture
def space(chief, network) -> Space:
    return connect.with_password(chief, network, "lumen.example", {})


def url(name: str, brand, *args: object) -> str:
    return reverse(name, args=[brand.slug, *args])


def test_a_first_space_is_connected_from_the_empty_screen(signed_in, brand, network):
    empty = signed_in.get(url("spaces", brand))
    assert url("connect_space", brand) in empty.text
    choice = signed_in.get(url("connect_space", brand))
    assert url("connect_network", brand, "example") in choice.text
    form = signed_in.get(url("connect_network", brand, "example") + "?method=password")
    assert "Settings, then app passwords." in form.text
    done = signed_in.post(url("connect_network", brand, "example"), FIELDS)
    space = Space.objects.get()
    assert done.headers["Location"] == url("space", brand, space.pk)
    assert "Lumen" in signed_in.get(url("spaces", brand)).text


def test_publishing_there_is_paused_and_resumed_from_the_page_of_a_space(signed_in, brand, space):
    page, places = url("space", brand, space.pk), url("spaces", brand)
    assert url("pause_space", brand, space.pk) in signed_in.get(page).text
    signed_in.post(url("pause_space", brand, space.pk), {"reason": "Hacked"})
    for each in (page, places):
        shown = signed_in.get(each).text
        assert "Hacked" in shown
        assert "Publishing is paused on 1 space" in shown
    assert url("resume_space", brand, space.pk) in signed_in.get(page).text
    signed_in.post(url("resume_space", brand, space.pk))
    assert "Hacked" not in signed_in.get(page).text


def test_a_space_leads_to_a_query_about_it(signed_in, brand, space):
    page = signed_in.get(url("space", brand, space.pk)).text
    assert f"{url('new_query', brand)}?space={space.name}" in page


def test_a_refused_form_says_why_and_keeps_what_was_typed_but_the_secret(signed_in, brand, network, example):
    example.error = Reauth("no", code="wrong_password")
    answer = signed_in.post(url("connect_network", brand, "example"), FIELDS)
    assert answer.status_code == 422
    assert "The app password is wrong." in answer.text
    assert 'value="lumen.example"' in answer.text
    assert "secret words" not in answer.text
    answer = signed_in.post(url("connect_network", brand, "example"), {**FIELDS, "address": "two words"})
    assert answer.status_code == 422
    assert "This is not an address" in answer.text


def test_the_network_s_own_page_is_reached_by_a_page_and_not_by_a_redirect(signed_in, brand, network):
    """A form may not be answered by a redirect to another site: the policy of the page forbids it."""
    answer = signed_in.post(url("connect_network", brand, "example"), {"method": "oauth", "address": "lumen.example"})
    assert answer.status_code == 200
    assert answer.headers["Refresh"] == "0; url=https://lumen.example/oauth?state=state-0"
    back = signed_in.get(reverse("oauth_return") + "?state=state-0&code=1")
    assert back.headers["Location"] == url("space", brand, Space.objects.get().pk)


def test_a_return_that_is_too_late_offers_to_begin_again_with_the_address_filled_in(signed_in, brand, network):
    signed_in.post(url("connect_network", brand, "example"), {"method": "oauth", "address": "lumen.example"})
    PendingConnection.objects.update(created_at=clock.now() - timedelta(minutes=31))
    late = signed_in.get(reverse("oauth_return") + "?state=state-0&code=1")
    assert late.status_code == 422
    again = url("connect_network", brand, "example") + "?address=lumen.example"
    assert again in late.text
    assert 'value="lumen.example"' in signed_in.get(again).text


def test_a_return_to_another_name_of_this_machine_is_sent_to_the_one_that_has_the_session(client, settings):
    settings.PUBLIC_URL = "https://diapason.example"
    answer = client.get(reverse("oauth_return") + "?state=a&code=b")
    assert answer.headers["Location"] == "https://diapason.example/networks/return/?state=a&code=b"


def test_an_access_that_the_network_no_longer_gives_leaves_everything_and_says_so(signed_in, brand, network, example, space):
    signed_in.post(url("reconnect_space", brand, space.pk), {"method": "oauth", "address": "lumen.example"})
    example.error = Permanent("invalid_grant")
    answer = signed_in.get(reverse("oauth_return") + "?state=state-1&code=old")
    assert answer.status_code == 422
    assert url("reconnect_space", brand, space.pk) in answer.text
    space.refresh_from_db()
    assert (space.state, space.credentials) == ("connected", {"access": "secret"})


def test_a_space_says_what_is_wrong_and_offers_the_cure(signed_in, brand, network, example, space):
    example.error = Reauth("401 said the server", code="wrong_password")
    signed_in.post(url("check_space", brand, space.pk))
    page = signed_in.get(url("space", brand, space.pk)).text
    assert "The app password is wrong." in page
    assert "401 said the server" in page
    assert url("reconnect_space", brand, space.pk) in page
    assert "300 signs" in page
    assert "secret" not in page


def test_somebody_who_may_not_connect_sees_the_health_and_no_way_to_change_it(client, yanis, brand, space):
    client.force_login(yanis)
    page = client.get(url("space", brand, space.pk)).text
    assert "Well" in page
    assert url("remove_space", brand, space.pk) not in page
    assert client.post(url("remove_space", brand, space.pk)).status_code == 403


def test_a_space_is_edited_and_lent_to_contributors(signed_in, brand, space, camille):
    nora = join(brand, "Nora", "contributor")
    membership = nora.memberships.get()
    answer = signed_in.post(
        url("edit_space", brand, space.pk), {"name": "Ours", "purpose": "Talk", "importance": 5, "rhythm": 3, "owner": camille.pk}
    )
    assert answer.status_code == 302
    signed_in.post(url("space_grants", brand, space.pk), {"contributors": [membership.pk]})
    space.refresh_from_db()
    assert (space.name, space.importance, space.rhythm) == ("Ours", 5, 3)
    assert SpaceGrant.objects.get().membership == membership
    signed_in.force_login(nora)
    assert "Ours" in signed_in.get(url("spaces", brand)).text


def test_a_contributor_of_another_brand_cannot_be_lent_a_space(signed_in, brand, space, olga):
    signed_in.post(url("space_grants", brand, space.pk), {"contributors": [olga.memberships.get().pk]})
    assert not SpaceGrant.objects.exists()


def test_a_space_is_removed_once_one_has_read_what_follows(signed_in, brand, space):
    assert "forgets the access" in signed_in.get(url("remove_space", brand, space.pk)).text
    assert Space.objects.filter(removed_at=None).exists()
    signed_in.post(url("remove_space", brand, space.pk))
    assert signed_in.get(url("space", brand, space.pk)).status_code == 404


def test_a_place_posted_to_by_hand_needs_only_a_name(signed_in, brand, network, monkeypatch):
    from diapason.networks.base import registry

    place = next(slug for slug, found in registry.networks().items() if found.manifest.assisted)
    assert signed_in.post(url("connect_network", brand, place), {"name": ""}).status_code == 422
    signed_in.post(url("connect_network", brand, place), {"name": "Our forum"})
    space = Space.objects.get()
    assert (space.state, space.network) == ("assisted", place)
    assert "by hand" in signed_in.get(url("space", brand, space.pk)).text


def test_thirty_spaces_cost_as_many_queries_as_three(signed_in, brand, network, camille, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(signed_in.get(url("spaces", brand)).content) < 80_000
        return len(queries)

    def more(number: int) -> None:
        Space.objects.bulk_create(
            Space(workspace=brand, network="example", name=f"Space {n}", account_id=f"{number}-{n}", owner=camille) for n in range(number)
        )

    more(3)
    count()
    few = count()
    more(27)
    assert count() == few
