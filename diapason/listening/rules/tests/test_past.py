"""A rule asked of what was heard before it: all of it, once, whatever happens meanwhile."""

from datetime import date
from typing import Any

import pytest

from diapason.listening import marking, pipeline
from diapason.listening.deciding import Decision
from diapason.listening.mentions import Sentiment
from diapason.listening.models import Handling, Rule
from diapason.listening.rules import judging, managing, past
from diapason.listening.store import store
from diapason.listening.store.base import Search, What
from diapason.workspaces.models import LongTask, Notification

pytestmark = pytest.mark.django_db
State = LongTask.State
ALL_TIME = (date(2000, 1, 1), date(2030, 1, 1))


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    monkeypatch.setattr(past, "STEP", 3)


@pytest.fixture
def heard(brand, said):
    mentions = [said(f"colis numéro {number}", sentiment=Sentiment.NEUTRAL) for number in range(10)]
    pipeline.take_in(brand, [*mentions, said("autre chose")])
    return mentions


def labelled(query: Any) -> dict[str, int]:
    while store().settle():
        pass
    return {each.value: each.mentions for each in store().top([query.shown_id], What.LABEL, *ALL_TIME, 9)}


def test_all_that_it_is_about_is_changed_and_counted(brand, owner, ask, heard, rule):
    query = ask("colis")
    late = rule(text="colis", label="Retards", sentiment=-1)
    task = past.begin(owner, late)
    past.take_up(task.pk)
    task.refresh_from_db()
    late.refresh_from_db()
    assert (task.state, task.done, task.report["changed"], late.done) == (State.DONE, 10, 10, 10)
    assert labelled(query) == {"Retards": 10}
    assert [(each.sentiment, each.mentions) for each in store().daily([query.shown_id], *ALL_TIME)] == [(Sentiment.NEGATIVE, 10)]


def test_asked_again_it_changes_nothing_more(owner, heard, rule):
    late = rule(text="colis", label="Retards")
    for changed in (10, 0):
        task = past.begin(owner, late)
        past.take_up(task.pk)
        task.refresh_from_db()
        assert task.report["changed"] == changed


def test_of_a_query_it_is_asked_of_what_the_query_finds_with_its_progress(owner, ask, heard, rule):
    query = ask("colis NOT 3")
    task = past.begin(owner, rule(query=query, label="A"))
    assert task.total == 9
    past.take_up(task.pk)
    task.refresh_from_db()
    assert (task.done, task.report["changed"]) == (9, 9)


def test_a_step_that_fails_leaves_the_place_where_it_was_and_the_next_worker_goes_on(owner, heard, rule, monkeypatch):
    late = rule(text="colis", ignore=True)
    task = past.begin(owner, late)
    count, steps = judging.count, []

    def dies_at_the_second(done):
        steps.append(done)
        count(done)
        if len(steps) == 2:
            raise KeyboardInterrupt  # as a signal does, after all was written

    monkeypatch.setattr(judging, "count", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        past.take_up(task.pk)
    task.refresh_from_db()
    assert (task.state, task.done, task.report["changed"]) == (State.RUNNING, 3, 3)
    past.take_up(task.pk)
    task.refresh_from_db()
    late.refresh_from_db()
    assert (task.state, task.done, task.report["changed"], late.done) == (State.DONE, 10, 10, 10)


def test_it_stops_when_asked_and_says_what_was_done(owner, heard, rule):
    task = past.begin(owner, rule(text="colis", label="A"))
    past.begun(task.pk)
    past.step(task.pk)
    LongTask.objects.filter(pk=task.pk).update(cancel_asked_at=task.created_at)
    assert past.step(task.pk) is False
    task.refresh_from_db()
    assert (task.state, task.report["changed"]) == (State.CANCELLED, 3)


def test_it_stops_when_the_rule_is_removed_and_is_not_changed_by_what_the_rule_becomes(owner, heard, rule):
    late = rule(text="colis", label="A")
    task = past.begin(owner, late)
    past.begun(task.pk)
    past.step(task.pk)
    Rule.objects.filter(pk=late.pk).update(label="B")
    past.step(task.pk)
    managing.remove(owner, late)
    assert past.step(task.pk) is False
    labels = {label for mention in store().search(Search(owner.workspace.pk), 50).mentions for label in mention.labels}
    assert labels == {"A"}


def test_one_at_a_time_for_a_rule(owner, heard, rule):
    late = rule(text="colis", label="A")
    assert past.begin(owner, late) == past.begin(owner, late)


def test_what_a_person_decided_is_left(owner, heard, rule):
    marking.decide(owner, [heard[0].id], Decision(ignored=True))
    marking.decide(owner, [heard[0].id], Decision(ignored=False))
    task = past.begin(owner, rule(text="colis", ignore=True))
    past.take_up(task.pk)
    assert [mention.text for mention in store().search(Search(owner.workspace.pk), 50).mentions] == ["autre chose", "colis numéro 0"]


def test_what_was_heard_is_given_to_a_person_once_and_told_once(owner, yanis, heard, rule):
    late = rule(text="colis", assignee=yanis)
    for changed in (10, 0):
        task = past.begin(owner, late)
        past.take_up(task.pk)
        task.refresh_from_db()
        assert (task.report["changed"], task.report["given"]) == (changed, changed)
        Handling.objects.filter(mention=heard[0].id).update(ended_at=task.created_at)  # it was done: it is not given again
    assert Handling.objects.count() == 10
    assert Notification.objects.get(person=yanis).data["count"] == "10"
