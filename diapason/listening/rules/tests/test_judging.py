"""What rules do with mentions as they come in."""

from typing import Any

import pytest
from django.db import transaction

from diapason.listening import deciding, marking, pipeline, wording
from diapason.listening.deciding import Decision
from diapason.listening.mentions import Mention, Sentiment
from diapason.listening.models import Handling, Query, Rule
from diapason.listening.rules import managing
from diapason.listening.store import store
from diapason.listening.store.base import Search
from diapason.workspaces.models import Notification

pytestmark = pytest.mark.django_db


def kept(mention: Mention) -> Mention:
    [found] = store().get(mention.workspace, [mention.id])
    return found


def shown(query: Query) -> list[str]:
    return [mention.text for mention in store().search(Search(query.workspace_id, wording=query.shown_id), 50).mentions]


def test_what_the_words_of_a_rule_find_is_tagged_and_given_a_tone(brand, rule, said):
    late = rule(text="livraison", label="Retards", sentiment=-1)
    about, other = said("La livraison tarde"), said("Bonjour")
    pipeline.take_in(brand, [about, other])
    found = kept(about)
    assert (found.labels, found.sentiment, found.confidence) == (("Retards",), Sentiment.NEGATIVE, 1.0)
    assert deciding.decided_by(found, "sentiment") == f"rule:{late.pk}"
    assert kept(other).labels == ()
    late.refresh_from_db()
    assert (late.done, late.last_at is not None) == (1, True)


def test_a_rule_may_be_about_what_a_query_finds_and_hold_words_beside(brand, ask, rule, said):
    query = ask("lumen")
    rule(query=query, label="Us")
    rule(query=query, text="prix", label="Price")
    both, one, none = said("Lumen, quel prix"), said("Lumen"), said("prix")
    pipeline.take_in(brand, [both, one, none])
    assert [kept(mention).labels for mention in (both, one, none)] == [("Us", "Price"), ("Us",), ()]


def test_what_a_rule_finds_is_given_to_a_person_who_is_told_once_until_they_have_looked(brand, yanis, rule, said):
    rule(text="colis", assignee=yanis)
    mentions = [said(f"colis {number}") for number in range(6)]
    for number in range(0, 6, 2):
        pipeline.take_in(brand, [*mentions[number : number + 2], mentions[0]])
    given = Handling.objects.filter(assignee=yanis, kind=Handling.Kind.ASSIGNMENT, ended_at=None)
    assert {row.mention for row in given} == {mention.id for mention in mentions}
    [told] = Notification.objects.filter(person=yanis)
    assert (told.code, told.data["count"], told.data["rule"]) == ("listening.given", "6", "A rule")
    told.read_at = told.created_at
    told.save()
    pipeline.take_in(brand, [said("colis")])
    assert Notification.objects.filter(person=yanis).count() == 2


def test_what_is_ignored_is_given_to_nobody(brand, yanis, rule, said):
    rule(text="colis", assignee=yanis)
    rule(text="colis", ignore=True)
    pipeline.take_in(brand, [said("colis")])
    assert not Handling.objects.exists()


def test_what_is_ignored_is_counted_nowhere_and_told_to_nobody_above(brand, ask, rule, said, monkeypatch):
    heard: list[str] = []
    monkeypatch.setattr(pipeline, "_hearers", [lambda _brand, mentions: heard.extend(mention.text for mention in mentions)])
    query, jobs = ask("lumen"), rule(text="recrute", ignore=True, label="Jobs")
    later = rule(text="lumen", label="Later")
    ignored = said("Lumen recrute")
    taken = pipeline.take_in(brand, [ignored, said("Lumen ouvre")])
    assert (len(taken.new), heard, shown(query)) == (2, ["Lumen ouvre"], ["Lumen ouvre"])
    assert (kept(ignored).ignored, kept(ignored).labels) == (True, ("Jobs",))  # after it no rule follows
    assert [Rule.objects.get(pk=each.pk).done for each in (jobs, later)] == [1, 1]


def test_of_two_rules_the_later_holds_and_their_order_can_change(brand, owner, rule, said):
    first, second = rule(name="1", text="colis", sentiment=-1), rule(name="2", text="colis", sentiment=1)
    one, two = said("colis"), said("colis")
    pipeline.take_in(brand, [one])
    assert managing.move(owner, second, up=True)
    assert not managing.move(owner, second, up=True)
    pipeline.take_in(brand, [two])
    assert (kept(one).sentiment, kept(two).sentiment) == (Sentiment.POSITIVE, Sentiment.NEGATIVE)
    assert [each.pk for each in Rule.objects.order_by("position")] == [second.pk, first.pk]


def test_a_query_that_asks_for_the_tone_is_asked_for_the_one_that_a_rule_set(brand, ask, rule, said):
    angry, pleased = ask("colis sentiment:negative"), ask("colis sentiment:positive")
    rule(text="colis", sentiment=-1)
    pipeline.take_in(brand, [said("Un colis", sentiment=Sentiment.POSITIVE)])
    assert (shown(angry), shown(pleased)) == (["Un colis"], [])


def test_paused_removed_and_other_brands_rules_do_nothing(brand, owner, olga, ask, rule, said):
    query = ask("lumen")
    paused, removed, of_removed = rule(text="lumen", label="1"), rule(text="lumen", label="2"), rule(query=query, label="3")
    elsewhere = rule(text="lumen", label="4")
    Rule.objects.filter(pk=elsewhere.pk).update(workspace=olga.memberships.get().workspace)
    managing.pause(owner, paused)
    managing.remove(owner, removed)
    wording.remove(owner, query)
    pipeline.take_in(brand, [first := said("lumen")])
    assert kept(first).labels == ()
    managing.resume(owner, paused)
    managing.restore(owner, removed)
    pipeline.take_in(brand, [second := said("lumen")])
    assert kept(second).labels == ("1", "2")
    assert Rule.objects.get(pk=of_removed.pk).done == 0


def test_a_mention_that_comes_again_is_not_judged_again(brand, rule, said):
    late = rule(text="colis", label="A")
    pipeline.take_in(brand, [said("colis", key="same")])
    pipeline.take_in(brand, [said("colis", key="same")])
    late.refresh_from_db()
    assert late.done == 1


def test_what_is_undone_with_its_source_was_not_counted(brand, rule, said):
    late = rule(text="colis", label="A")
    with transaction.atomic():
        pipeline.take_in(brand, [said("colis")])
        transaction.set_rollback(True)
    late.refresh_from_db()
    assert late.done == 0


def test_rules_cost_one_query_of_the_database_a_batch(brand, said, rule, django_assert_num_queries, django_assert_max_num_queries):
    from diapason.listening.rules import judging

    mentions = [said(f"colis {number}") for number in range(50)]
    with django_assert_num_queries(1):
        judging.judge(brand, mentions)
    rule(text="colis", label="A")
    with django_assert_num_queries(1):
        judging.judge(brand, mentions)
    with django_assert_max_num_queries(2):
        judging.judged(brand, mentions)


def test_what_a_person_decided_no_rule_changes(brand, owner, ask, rule, said):
    query: Any = ask("colis")
    pipeline.take_in(brand, [mention := said("colis", sentiment=Sentiment.NEGATIVE)])
    marking.decide(owner, [mention.id], Decision(sentiment=Sentiment.NEUTRAL))
    by_rule = deciding.amend(brand, [mention.id], lambda each: deciding.apply(each, Decision(sentiment=Sentiment.POSITIVE), "rule:1"))
    assert (by_rule, kept(mention).sentiment) == ([], Sentiment.NEUTRAL)
    assert kept(mention).data["read"] == [-1, mention.confidence]
    assert shown(query) == ["colis"]
