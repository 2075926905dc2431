import csv
import io
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import AsyncClient
from django.utils import translation

from diapason.workspaces import auditing, events, sentences
from diapason.workspaces.auditing import Filters
from diapason.workspaces.members import member_of, system
from diapason.workspaces.models import Event
from diapason.workspaces.permissions import MATRIX

AUDIT = "/w/maison-lumen/audit/"


@pytest.fixture
def owner(camille, browser_of):
    return browser_of(camille)


@pytest.fixture
def history(camille, yanis, brand):
    """Five events, one a day from the 1st of November at 23:30 UTC, which is the next day in Paris."""
    acts = [
        (camille, "brand.created"),
        (yanis, "post.written"),
        (None, "delivery.published"),
        (camille, "settings.changed"),
        (yanis, "post.approved"),
    ]
    for number, (person, verb) in enumerate(acts, 1):
        member = member_of(person, brand.slug) if person else system(brand)
        event = events.build(member, verb, brand)
        event.at = datetime(2026, 11, number, 23, 30, tzinfo=UTC)
        event.save()


def verbs(owner, query=""):
    return [event.verb for event in owner.get(AUDIT + query).context["page"].rows]


def test_the_newest_event_comes_first(owner, history):
    assert verbs(owner)[0] == "post.approved"
    assert len(verbs(owner)) == 5


def test_events_are_found_by_person_kind_object_and_day(owner, history, yanis, brand):
    assert verbs(owner, f"?person={yanis.pk}") == ["post.approved", "post.written"]
    assert verbs(owner, "?person=system") == ["delivery.published"]
    assert verbs(owner, "?family=post") == ["post.approved", "post.written"]
    assert len(verbs(owner, f"?subject=workspaces.workspace&id={brand.pk}")) == 5
    assert verbs(owner, f"?subject=workspaces.workspace&id={brand.pk + 1}") == []
    assert verbs(owner, "?since=2026-11-03&until=2026-11-03") == ["post.written"], "a day is one of Paris"
    assert verbs(owner, f"?person={yanis.pk}&family=post&since=2026-11-05") == ["post.approved"]


@pytest.mark.parametrize(
    "query", ["?person=x", "?since=yesterday", "?since=2026-13-45", "?id=²", "?id=99999999999999999999", "?person=9999999999999999999"]
)
def test_a_filter_that_makes_no_sense_is_left_out(owner, history, query):
    assert len(verbs(owner, f"?{query}")) == 5


def test_a_cursor_that_makes_no_sense_starts_again(owner, history):
    assert owner.get(AUDIT + "?cursor=x").headers["Location"] == AUDIT


def test_pages_follow_each_other_without_loss(owner, brand, camille):
    member = member_of(camille, brand.slug)
    made = [events.record(member, "post.written", brand).pk for _ in range(120)]
    found, query = [], ""
    while True:
        page = owner.get(AUDIT + query).context["page"]
        found += [event.pk for event in page.rows]
        if page.next is None:
            break
        query = f"?cursor={page.next}"
    assert found == sorted(made, reverse=True)


def test_the_events_of_another_brand_stay_there(owner, history, olga):
    events.record(member_of(olga, "ailleurs"), "post.written")
    assert len(verbs(owner)) == 5


def test_the_page_costs_the_same_for_five_events_and_for_fifty(
    owner, history, brand, camille, django_assert_num_queries, django_assert_max_num_queries
):
    owner.get(AUDIT)
    with django_assert_max_num_queries(10) as few:
        owner.get(AUDIT)
    for _ in range(60):
        events.record(member_of(camille, brand.slug), "post.written", brand)
    with django_assert_num_queries(len(few)):
        page = owner.get(AUDIT)
    assert len(page.content) < 80_000


def test_a_verb_is_said_in_the_language_of_the_reader(camille, brand):
    event = events.build(member_of(camille, brand.slug), "member.role_changed", brand, before="reader", after="client")
    assert sentences.sentence(event) == "changed the role of Maison Lumen from “Reader” to “Client”"
    with translation.override("fr"):
        assert sentences.sentence(event) == "a changé le rôle de Maison Lumen\u202f: «\u202fLecteur\u202f» devient «\u202fClient\u202f»"


def test_a_verb_that_nobody_declared_is_shown_as_it_is(camille, brand):
    assert sentences.sentence(events.build(member_of(camille, brand.slug), "gadget.bent", brand)) == "gadget.bent · Maison Lumen"


def test_an_old_event_without_the_data_of_today_does_not_break_the_page(owner, brand, camille):
    events.record(member_of(camille, brand.slug), "guest_link.created", brand)
    assert "guest_link.created" in owner.get(AUDIT).content.decode()


def test_every_verb_that_this_app_records_has_a_sentence():
    import re
    from pathlib import Path

    source = Path(sentences.__file__).parent
    recorded = {
        verb
        for path in source.glob("*.py")
        for verb in re.findall(r'"((?:brand|settings|member|invitation|guest_link)\.[a-z_]+)"', path.read_text())
    }
    assert recorded - set(MATRIX) <= set(sentences._declared)


@pytest.mark.django_db(transaction=True)
async def test_the_export_is_a_spreadsheet_of_the_same_events(history, camille, brand):
    await Event.objects.filter(verb="post.written").aupdate(label="=HYPERLINK(1)")
    client = AsyncClient(headers={"Accept-Language": "en"})
    await client.aforce_login(camille)
    answer: Any = await client.get(AUDIT + "export.csv?family=post")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="maison-lumen-audit.csv"'
    text = b"".join([part async for part in aiter(answer)]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["Date", "Who", "What", "Verb", "Object", "Number"]
    assert [row[3] for row in rows[1:]] == ["post.approved", "post.written"]
    assert rows[1][:2] == ["2026-11-06T00:30:00+01:00", "Yanis"]


def test_every_filter_is_quick_among_many_events(owner, brand, camille, yanis):
    """At 100,000 events; the million is in `tests/perf`. No filter may read more than it shows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO workspaces_event (workspace_id, at, person_id, verb, subject, subject_id, label, data)"
            " SELECT %s, now() - n * interval '1 minute', CASE WHEN n %% 50000 = 0 THEN %s ELSE %s END,"
            " CASE WHEN n %% 40000 = 0 THEN 'rare.thing' ELSE 'post.moved' END, 'editorial.post', n %% 1000, 'x', '{}'"
            " FROM generate_series(1, 100000) n",
            [brand.pk, yanis.pk, camille.pk],
        )
        cursor.execute("ANALYZE workspaces_event")
    for query in (
        Filters(),
        Filters(person=str(yanis.pk)),
        Filters(family="rare"),
        Filters(subject="editorial.post", subject_id=7),
        Filters(until=datetime(2026, 1, 1, tzinfo=UTC).date()),
    ):
        assert min(seconds(brand, query) for _try in range(5)) < 0.2, query


def seconds(brand, query: Filters) -> float:
    began = time.perf_counter()
    auditing.page(brand, query)
    return time.perf_counter() - began
