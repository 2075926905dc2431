"""A query is asked of what comes in and of what was heard before it, with the same answers."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from diapason.listening import past, pipeline, wording
from diapason.listening.models import Query, Wording
from diapason.listening.queries.errors import QueryError
from diapason.listening.store import store
from diapason.listening.store.base import Period, Search
from diapason.listening.tests.conftest import MONDAY
from diapason.workspaces.models import Event

pytestmark = pytest.mark.django_db
WEEK = Period(MONDAY - timedelta(days=1), MONDAY + timedelta(days=6))


def found(query: Any) -> list[str]:
    search = Search(query.workspace_id, wording=query.shown_id)
    return [mention.text for mention in store().search(search, 50).mentions]


def counted(query: Any) -> int:
    return sum(volume.mentions for volume in store().volume([query.shown_id], WEEK))


def finish(query: Any, one: Any) -> Query:
    while past.step(one.pk):
        pass
    return Query.objects.get(pk=query.pk)


def test_what_comes_in_is_filed_under_the_queries_that_find_it(brand, ask, said):
    delivery, sales = ask("livraison"), ask("soldes")
    taken = pipeline.take_in(brand, [said("La livraison des soldes"), said("livraison"), said("bonjour")])
    assert (taken.heard, len(taken.new)) == (3, 3)
    assert (found(delivery), found(sales)) == (["livraison", "La livraison des soldes"], ["La livraison des soldes"])


def test_of_a_stream_only_what_is_found_is_kept(brand, ask, said):
    ask("livraison")
    taken = pipeline.take_in(brand, [said("livraison"), said("bonjour")], only_found=True)
    assert (taken.heard, [mention.text for mention in taken.new]) == (2, ["livraison"])


def test_a_query_finds_what_was_heard_before_it(brand, ask, said, monkeypatch):
    monkeypatch.setattr(past, "STEP", 2)
    pipeline.take_in(brand, [said(f"livraison {number}") for number in range(5)] + [said("bonjour")])
    query = ask("livraison")
    assert len(found(query)) == counted(query) == 5
    assert query.shown.past_done_at is None  # the row that was given is older than the search
    done = Wording.objects.get(pk=query.shown_id)
    assert (done.past_seen, done.past_done_at is not None) == (5, True)


def test_what_comes_in_while_the_past_is_searched_is_counted_once(brand, owner, said, monkeypatch):
    monkeypatch.setattr(past, "STEP", 2)
    pipeline.take_in(brand, [said(f"livraison {number}") for number in range(5)])
    query: Any = wording.listen_for(owner, "Delivery", Query.Purpose.BRAND, "livraison")
    past.step(query.shown_id)
    pipeline.take_in(brand, [said("livraison, encore"), said("livraison d’hier", said_at=MONDAY - timedelta(hours=3))])
    finish(query, query.shown)
    assert len(found(query)) == counted(query) == 7


def test_another_wording_is_shown_once_it_has_searched_the_past(brand, owner, ask, said, monkeypatch):
    monkeypatch.setattr(past, "STEP", 1)
    pipeline.take_in(brand, [said("livraison"), said("colis"), said("un colis de plus")])
    query = ask("livraison")
    new = wording.reword(owner, query, "colis")
    past.step(new.pk)
    query.refresh_from_db()
    assert found(query) == ["livraison"]
    pipeline.take_in(brand, [said("colis et livraison")])  # both wordings are asked meanwhile
    assert found(query) == ["colis et livraison", "livraison"]
    query = finish(query, new)
    assert found(query) == ["colis et livraison", "un colis de plus", "colis"]
    assert query.wordings.get(retired_at__isnull=False).text == "livraison"
    pipeline.take_in(brand, [said("livraison du soir")])
    assert len(found(query)) == 3


def test_of_two_changes_the_last_counts(brand, owner, ask, said):
    pipeline.take_in(brand, [said("livraison"), said("colis"), said("soldes")])
    query = ask("livraison")
    first, second = wording.reword(owner, query, "colis"), wording.reword(owner, query, "soldes")
    assert found(finish(query, first)) == ["livraison"]
    assert found(finish(query, second)) == ["soldes"]


def test_words_that_cannot_be_asked_change_nothing(owner, ask):
    query = ask("livraison")
    with pytest.raises(QueryError):
        wording.reword(owner, query, "livraison AND")
    assert query.wordings.count() == 1
    with pytest.raises(QueryError):
        wording.listen_for(owner, "Other", Query.Purpose.TOPIC, "(")
    assert Query.objects.count() == 1


def test_a_removed_query_hears_nothing_and_can_come_back_with_what_it_missed(brand, owner, ask, said):
    query = ask("livraison")
    pipeline.take_in(brand, [said("livraison 1")])
    wording.remove(owner, query)
    pipeline.take_in(brand, [said("livraison 2")])
    assert found(query) == ["livraison 1"]
    wording.restore(owner, query)
    query = finish(query, query.shown)
    assert found(query) == ["livraison 2", "livraison 1"]
    assert counted(query) == 2
    verbs = Event.objects.filter(subject="listening.query").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["query.added", "query.removed", "query.restored"]


def test_a_query_that_comes_back_while_another_goes_is_asked_again(brand, owner, ask, said):
    back, gone, _third = ask("livraison"), ask("colis"), ask("lampe")
    wording.remove(owner, back)
    pipeline.take_in(brand, [said("rien")])  # a worker knows from here on what is asked
    wording.restore(owner, back)
    wording.remove(owner, gone)
    pipeline.take_in(brand, [said("livraison"), said("colis")])
    assert (found(back), found(gone)) == (["livraison"], [])


def test_what_no_screen_shows_is_forgotten(brand, owner, ask, said):
    pipeline.take_in(brand, [said("livraison"), said("colis")])
    query, removed = ask("livraison"), ask("colis OR livraison", "Other")
    old = query.shown
    query = finish(query, wording.reword(owner, query, "colis"))
    wording.remove(owner, removed)
    assert wording.forget_retired() == 1
    assert store().volume([old.pk], WEEK) == []
    assert (found(query), len(found(removed))) == (["colis"], 2)
    Query.objects.filter(pk=removed.pk).update(removed_at=timezone.now() - timedelta(days=31))
    assert (wording.forget_retired(), wording.forget_retired()) == (1, 0)
    assert found(removed) == []


def test_a_moment_that_cannot_be_is_the_moment_it_was_heard(brand, said):
    now = timezone.now()
    impossible = [said("a", said_at=MONDAY.replace(year=1970)), said("b", said_at=now + timedelta(days=400))]
    taken = pipeline.take_in(brand, [*impossible, said("c", said_at=now + timedelta(minutes=2))])
    dates = {mention.text: mention.said_at for mention in taken.new}
    assert dates["a"] == dates["b"]
    assert abs(dates["a"] - now) < timedelta(minutes=1)
    assert dates["c"] == now + timedelta(minutes=2)


def test_a_brand_is_asked_its_own_queries(brand, olga, ask, said):
    from diapason.workspaces.members import member_of

    elsewhere = olga.memberships.get().workspace
    wording.listen_for(member_of(olga, elsewhere.slug), "All", Query.Purpose.BRAND, "livraison")
    query = ask("livraison")
    pipeline.take_in(brand, [said("livraison")])
    assert counted(query) == 1
    assert counted(Query.objects.get(workspace=elsewhere)) == 0


@pytest.mark.parametrize("text", ["lampe NEAR/5f prix", " NEAR ".join(["lampe"] * 700)], ids=["no distance", "endless"])
def test_a_query_that_was_kept_and_can_no_longer_be_read_stops_no_other(ask, said, brand, text):
    lamps, broken = ask("lampe"), ask("abat-jour")
    Wording.objects.filter(pk=broken.shown.pk).update(text=text)
    [found] = pipeline.take_in(brand, [said("Une lampe, son abat-jour et son prix")]).new
    assert found.found_by == (lamps.shown.pk,)
