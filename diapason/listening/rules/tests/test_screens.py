"""The screens of rules."""

import pytest
from django.utils import timezone

from conftest import at, join
from diapason.listening import pipeline
from diapason.listening.models import Rule
from diapason.listening.rules import past
from diapason.workspaces.models import Event, LongTask

pytestmark = pytest.mark.django_db


def test_no_rule_yet_teaches_what_rules_are(signed_in, brand):
    assert "No rule yet" in signed_in.get(at("rules")).content.decode()


def test_a_rule_is_tried_made_changed_and_shown_with_what_it_did(signed_in, brand, ask, said):
    query = ask("lumen")
    pipeline.take_in(brand, [said("Lumen et le prix", said_at=timezone.now()), said("Lumen", said_at=timezone.now())])
    tried = signed_in.post(at("try_rule"), {"query": query.pk, "text": "prix"}).content.decode()
    assert ("Lumen et le prix" in tried, "mention of the last 30 days" in tried) == (True, True)
    assert '<span class="num">2</span>' in signed_in.post(at("try_rule"), {"query": query.pk, "text": ""}).content.decode()
    typed = {"name": "Prices", "query": query.pk, "text": "prix", "label": " Price  tag ", "sentiment": "-1"}
    answer = signed_in.post(at("new_rule"), typed)
    assert answer.status_code == 302
    rule = Rule.objects.get()
    assert (rule.label, rule.sentiment, rule.ignore, rule.position) == ("Price tag", -1, False, 1)
    pipeline.take_in(brand, [said("lumen : encore un prix", said_at=timezone.now())])
    page = signed_in.get(at("rules")).content.decode()
    assert "1 mention so far" in page
    signed_in.post(at("change_rule", rule.pk), {"name": "Prices", "query": "", "text": "prix OR cher", "sentiment": "", "ignore": "on"})
    rule.refresh_from_db()
    assert (rule.query, rule.label, rule.sentiment, rule.ignore) == (None, "", None, True)
    verbs = Event.objects.filter(verb__startswith="rule.").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["rule.added", "rule.changed"]


@pytest.mark.parametrize(
    ("given", "said_there"),
    [
        ({"text": "lampe AND"}, "nothing to find after"),
        ({"text": ""}, "Choose a query"),
        ({"label": ""}, "Say what is to be done"),
        ({"name": ""}, "required"),
        ({"sentiment": "7"}, "choice"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_what_was_typed(signed_in, brand, given, said_there):
    answer = signed_in.post(at("new_rule"), {"name": "Rule", "text": "lampe", "label": "A"} | given)
    assert answer.status_code == 422
    assert said_there in answer.content.decode()
    assert Rule.objects.count() == 0


def test_rules_are_paused_moved_removed_and_brought_back(signed_in, rule):
    first, second = rule(name="One", text="a1", label="A"), rule(name="Two", text="b1", label="B")
    signed_in.post(at("rule_position", second.pk), {"to": "up"})
    page = signed_in.get(at("rules")).content.decode()
    assert page.index("Two") < page.index("One")
    signed_in.post(at("rule_pause", first.pk))
    assert "Paused" in signed_in.get(at("rules")).content.decode()
    signed_in.post(at("rule_activity", first.pk))
    signed_in.post(at("rule_removal", first.pk))
    assert "One" not in signed_in.get(at("rules")).content.decode().split("</ol>")[0].split("<ol")[1]
    signed_in.post(at("rule_restoration", first.pk))
    first.refresh_from_db()
    assert (first.paused_at, first.removed_at) == (None, None)


def test_a_rule_is_asked_of_the_past_seen_and_stopped(signed_in, brand, rule, said):
    pipeline.take_in(brand, [said("colis")])
    late = rule(text="colis", label="A")
    answer = signed_in.post(at("rule_past", late.pk))
    task = LongTask.objects.get(kind=past.KIND)
    assert answer.headers["Location"] == at("rule_task", task.pk)
    assert "Cancel" in signed_in.get(at("rule_task", task.pk)).content.decode()
    signed_in.post(at("rule_task_cancellation", task.pk))
    past.take_up(task.pk)
    assert "What had been done stays" in signed_in.get(at("rule_task", task.pk)).content.decode()
    signed_in.post(at("rule_past", late.pk))
    past.take_up(LongTask.objects.latest("pk").pk)
    assert "has been asked" in signed_in.get(at("rule_task", LongTask.objects.latest("pk").pk)).content.decode()


def test_a_reader_sees_rules_and_changes_none(client, brand, rule):
    late = rule(text="colis", label="A")
    client.force_login(join(brand, "Rita", "reader"))
    page = client.get(at("rules")).content.decode()
    assert ("A rule" in page, "Pause" in page) == (True, False)
    assert client.post(at("rule_pause", late.pk)).status_code == 403
    assert client.get(at("new_rule")).status_code == 403


def test_the_list_costs_the_same_however_many_rules(signed_in, rule, django_assert_max_num_queries):
    for number in range(20):
        rule(name=f"Rule {number}", text="colis", label="A")
    with django_assert_max_num_queries(12):
        signed_in.get(at("rules"))
