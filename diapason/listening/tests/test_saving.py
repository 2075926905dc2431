"""Views that are saved."""

from datetime import timedelta

import pytest

from conftest import at, join
from diapason.listening import saving
from diapason.listening.models import SavedView
from diapason.workspaces.members import member_of

pytestmark = pytest.mark.django_db


def test_a_period_that_ends_today_moves_on_with_the_days(owner, brand):
    today = brand.today
    asked = f"tone=negative&from={today - timedelta(days=6)}&to={today}&cursor=abc"
    view = saving.save(owner, "Anger", "mentions", "", asked, shared=False)
    assert (view.days, view.asked) == (7, "tone=negative")
    assert saving.address(view, brand) == f"{at('mentions')}?tone=negative&from={today - timedelta(days=6)}&to={today}"
    past = saving.save(owner, "March", "mentions", "", "from=2026-03-01&to=2026-03-31", shared=False)
    assert saving.address(past, brand).endswith("?from=2026-03-01&to=2026-03-31")


def test_a_view_is_saved_shown_in_the_navigation_removed_and_put_back(signed_in, ask):
    query = ask("lampe")
    given = {"name": "Lampes", "screen": "query", "query": str(query.pk), "asked": "against=year"}
    answer = signed_in.post(at("saved_views"), given)
    view = SavedView.objects.get()
    assert answer.headers["Location"].startswith(at("query", query.pk) + "?against=year&from=")
    assert at("saved_view", view.pk) in signed_in.get(at("mentions")).content.decode()
    assert at("saved_view", view.pk) not in signed_in.get(at("posts")).content.decode()
    assert signed_in.get(at("saved_view", view.pk)).headers["Location"].startswith(at("query", query.pk))
    signed_in.post(at("saved_view_removal", view.pk), follow=True)
    assert at("saved_view", view.pk) not in signed_in.get(at("mentions")).content.decode()
    assert signed_in.post(at("saved_view_restoration", view.pk)).status_code == 204
    assert saving.views(member_of(view.person, "maison-lumen")).count() == 1


def test_listening_opens_with_the_view_that_one_chose_for_oneself_alone(signed_in, owner, yanis, brand, client):
    view = saving.save(owner, "Anger", "mentions", "", "tone=negative", shared=True)
    signed_in.post(at("saved_view_first", view.pk), {"wanted": "yes"})
    assert signed_in.get(at("listening")).headers["Location"].startswith(at("mentions"))
    assert signed_in.get(at("listening"), {"from": "2026-11-01", "to": "2026-11-02"}).status_code == 200
    client.force_login(yanis)
    assert client.get(at("listening")).status_code == 200


def test_a_view_of_ones_own_is_seen_by_nobody_else(client, owner, yanis, brand):
    own = saving.save(owner, "Mine", "mentions", "", "", shared=False)
    team = saving.save(owner, "Ours", "mentions", "", "", shared=True)
    client.force_login(yanis)
    assert client.get(at("saved_view", own.pk)).status_code == 404
    assert client.get(at("saved_view", team.pk)).status_code == 302
    client.force_login(join(brand, "Rita", "reader"))
    assert client.post(at("saved_view_removal", team.pk)).status_code == 404


@pytest.mark.parametrize("given", [{"screen": "nonsense"}, {"screen": "query", "query": "x"}, {"screen": "query", "query": "999999"}])
def test_a_screen_that_is_none_cannot_be_saved(signed_in, given):
    assert signed_in.post(at("saved_views"), {"name": "Odd", **given}).status_code == 404


@pytest.mark.parametrize("number", ["", "²", "-1", "9" * 5000])
def test_a_view_of_a_query_that_cannot_be_is_not_found(signed_in, number):
    given = {"name": "Nothing", "screen": "query", "query": number, "asked": ""}
    assert signed_in.post(at("saved_views"), given).status_code == 404
