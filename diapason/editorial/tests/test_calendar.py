"""The calendar: what its days hold, what is moved, what is missing; on the days when clocks change too."""

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse

from diapason.core import clock
from diapason.editorial import workflow
from diapason.editorial.models import Post, Variant
from diapason.editorial.planner import entries, holes, spans
from diapason.editorial.planner.filters import Filters
from diapason.territory.models import Space
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Event

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def inside(client, camille):
    client.force_login(camille)
    return client


def make(brand, at, title="A post", **values):
    return Post.objects.create(workspace=brand, title=title, publish_at=at, **{"status": "draft", **values})


def url(name, *args):
    return reverse(name, args=["maison-lumen", *args])


# ── Days ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_month_is_shown_in_whole_weeks_from_monday():
    span = spans.month(date(2026, 11, 15))
    assert (span.start, span.end) == (date(2026, 10, 26), date(2026, 12, 6))
    assert [len(week) for week in span.weeks] == [7] * 6


@pytest.mark.parametrize(
    ("zone", "short", "long"),
    [("Europe/Paris", date(2026, 3, 29), date(2026, 10, 25)), ("America/Toronto", date(2026, 3, 8), date(2026, 11, 1))],
)
def test_a_day_has_23_or_25_hours_when_clocks_change(brand, zone, short, long):
    brand.time_zone = zone
    for day, hours in ((short, 23), (long, 25), (date(2026, 6, 1), 24)):
        start, end = spans.Span("week", day, day, day).moments(brand.tz)
        assert end - start == timedelta(hours=hours)


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Toronto"])
def test_a_post_is_on_the_day_of_the_brands_wall_not_of_utc(brand, lead, zone):
    brand.time_zone = zone
    brand.save()
    for day in (date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1), date(2026, 3, 8)):
        late = spans.midnight(day + timedelta(days=1), brand.tz) - timedelta(minutes=1)
        early = spans.midnight(day, brand.tz)
        make(brand, late, f"late {day}"), make(brand, early, f"early {day}")
        found = entries.read(member_of(lead.person, brand.slug), Filters(), spans.Span("week", day, day, day))
        assert [entry.at.strftime("%H:%M") for entry in found[day].entries] == ["00:00", "23:59"]


def test_a_dense_day_says_how_many_posts_it_does_not_show(brand, lead, django_assert_num_queries):
    for number in range(60):
        make(brand, NOW + timedelta(minutes=number), f"Post {number}")
    with django_assert_num_queries(3):
        found = entries.read(lead, Filters(), spans.month(NOW.date()))
    day = found[NOW.date()]
    assert len(day.entries) == entries.MONTH_CAP
    assert day.more == 60 - entries.MONTH_CAP


# ── The screen ───────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("view", "queries"), [("month", 14), ("week", 16), ("list", 12), ("board", 12)])
def test_the_number_of_queries_does_not_grow_with_posts(brand, inside, django_assert_max_num_queries, view, queries):
    for number in range(30):
        post = make(brand, NOW + timedelta(hours=number), f"Post {number}")
        Variant.objects.create(post=post, network="agora")
    with django_assert_max_num_queries(queries + 6):
        answer = inside.get(url("calendar"), {"view": view, "date": "2026-11-23"})
    assert answer.status_code == 200
    assert len(answer.content) < 80_000


def test_the_month_is_a_table_of_days_without_scripts(brand, inside):
    make(brand, NOW, "Six places left")
    page = inside.get(url("calendar"), {"date": "2026-11-23"}).content.decode()
    assert page.count("<td") == 42
    assert "Six places left" in page


def test_days_and_filters_that_make_no_sense_show_this_month(inside):
    answer = inside.get(url("calendar"), {"date": "yesterday", "view": "spiral", "space": "x", "objective": "²", "cursor": "!"})
    assert answer.status_code == 200
    assert answer.context["span"].anchor == NOW.date()


@pytest.mark.parametrize(
    "asked", [{}, {"start": "x", "end": "y"}, {"start": "2026-01-01", "end": "2027-01-01"}, {"start": "2026-01-02", "end": "2026-01-01"}]
)
def test_days_that_cannot_be_shown_are_refused(inside, asked):
    assert inside.get(url("calendar_days"), asked).status_code == 400


def test_another_brands_posts_are_never_in_the_days(brand, inside, olga):
    elsewhere = olga.memberships.get().workspace
    make(elsewhere, NOW, "Theirs")
    answer = inside.get(url("calendar_days"), {"start": "2026-11-01", "end": "2026-12-01"})
    assert answer.json()["posts"] == []


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"network": "agora"}, ["A"]),
        ({"status": "in_review"}, ["B"]),
        ({"q": "hello"}, ["A"]),
        ({"language": "en"}, ["B"]),
        ({"objective": "none"}, ["A", "B"]),
        ({"market": "qc"}, ["B"]),
        ({"status": "to_write"}, ["A"]),
        ({"assignee": "me"}, ["A"]),
        ({"assignee": "none"}, ["B"]),
        ({"author": "me"}, []),
        ({"due": "late"}, ["A"]),
        ({"due": "week"}, ["B"]),
        ({"due": "2026-11-25"}, ["B"]),
        ({"since": "2026-11-23", "until": "2026-11-23"}, ["A", "B"]),
        ({"since": "2026-11-24"}, []),
        ({"q": "@atelier"}, ["B"]),
        ({"status": "cancelled"}, ["C"]),
        ({}, ["A", "B"]),
    ],
)
def test_each_filter_keeps_what_it_says(brand, lead, filters, found):
    late, soon = NOW - timedelta(days=1), NOW + timedelta(days=2)
    post = make(brand, NOW, "A", text="hello there", language="fr", assignee=lead.person, writing_due=late)
    Variant.objects.create(post=post, network="agora")
    make(brand, NOW, "B", status="planned", language="en", market="qc", partners="@atelier", writing_due=late)
    Post.objects.filter(title="B").update(status="in_review", approval_due=soon)
    make(brand, NOW, "C", status="cancelled")
    assert sorted(Filters.read(QueryDict(urlencode(filters))).apply(lead).values_list("title", flat=True)) == found


# ── Moving ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def drag(client, post, day):
    return client.post(url("calendar_move", post.pk), {"day": day}, headers={"Accept": "application/json"})


def test_a_dragged_post_keeps_its_hour_on_the_wall_across_a_change_of_clocks(brand, inside):
    post = make(brand, datetime(2026, 3, 28, 13, 30, tzinfo=UTC))  # 14:30 in Paris, in winter
    assert drag(inside, post, "2026-03-29").status_code == 200
    post.refresh_from_db()
    assert post.publish_at == datetime(2026, 3, 29, 12, 30, tzinfo=UTC)  # 14:30, in summer
    assert Event.objects.filter(verb="post.moved", subject_id=post.pk).count() == 1


def test_an_hour_that_does_not_exist_that_day_is_refused_with_the_next_one(brand, inside):
    post = make(brand, datetime(2026, 3, 28, 1, 30, tzinfo=UTC))  # 02:30 in Paris
    answer = drag(inside, post, "2026-03-29")
    assert answer.status_code == 422
    assert "does not exist" in answer.json()["error"]
    post.refresh_from_db()
    assert post.publish_at == datetime(2026, 3, 28, 1, 30, tzinfo=UTC)


def test_a_move_is_taken_back_from_its_toast(brand, inside):
    post = make(brand, NOW)
    undo = drag(inside, post, "2026-11-26").json()["undo"]
    assert inside.post(undo).status_code == 204
    post.refresh_from_db()
    assert post.publish_at == NOW


def test_a_move_is_not_taken_back_over_somebody_elses(brand, inside, lead):
    post = make(brand, NOW)
    undo = drag(inside, post, "2026-11-26").json()["undo"]
    workflow.move(lead, post.pk, NOW + timedelta(days=9))
    assert inside.post(undo).status_code == 409
    post.refresh_from_db()
    assert post.publish_at == NOW + timedelta(days=9)


def test_a_published_post_stays_where_it_is(brand, inside):
    post = make(brand, NOW, status="published")
    answer = drag(inside, post, "2026-11-26")
    assert answer.status_code == 422
    assert "Published" in answer.json()["error"]


def test_a_scheduled_post_is_not_moved_into_the_past(brand, inside):
    post = make(brand, NOW + timedelta(days=1), status="planned")
    assert "past" in drag(inside, post, "2026-11-01").json()["error"]


def test_the_form_moves_without_scripts_and_keeps_what_was_typed(brand, inside):
    post = make(brand, NOW)
    refused = inside.post(url("calendar_move", post.pk), {"when": "2027-03-28T02:30"})
    assert refused.status_code == 422
    assert 'value="2027-03-28T02:30"' in refused.content.decode()
    assert inside.post(url("calendar_move", post.pk), {"when": "2027-03-28T03:30"}).status_code == 302


def test_a_reader_may_look_but_not_move(brand, client):
    from conftest import join

    post = make(brand, NOW)
    client.force_login(join(brand, "Rose", "reader"))
    assert client.get(url("calendar")).status_code == 200
    assert drag(client, post, "2026-11-26").status_code == 403


def test_an_outsider_learns_nothing(brand, client, olga):
    post = make(brand, NOW)
    client.force_login(olga)
    for address in (url("calendar"), url("calendar_days"), url("calendar_hints"), url("moments"), url("calendar_import")):
        assert client.get(address).status_code == 404
    assert drag(client, post, "2026-11-26").status_code == 404


# ── Holes ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("rhythm", "days"), [(2, 6), (1, 11), (7, 2), (14, 2), (3, 4)])
def test_a_hole_is_half_as_long_again_as_the_usual_interval(rhythm, days):
    assert holes.interval(rhythm) == days


def test_a_silence_is_said_on_the_day_it_becomes_too_long(brand, lead, inside):
    space = Space.objects.create(workspace=brand, network="agora", name="Agora", account_id="1", rhythm=2)
    for at in (NOW, NOW + timedelta(days=10)):
        Variant.objects.create(post=make(brand, at), network="agora").spaces.add(space)
    found = holes.read(lead, spans.month(NOW.date()), NOW.date())
    assert [(hole.day, hole.silent) for hole in found] == [(date(2026, 11, 29), 6)]
    hints = inside.get(url("calendar_hints"), {"start": "2026-11-23", "end": "2026-11-30"}).json()["hints"]
    assert hints[0]["text"] == "Nothing on Agora for 6 days; your rhythm is 2 a week."


def test_a_space_without_a_rhythm_has_no_hole(brand, lead):
    Space.objects.create(workspace=brand, network="agora", name="Agora", account_id="1")
    assert holes.read(lead, spans.month(NOW.date()), NOW.date()) == []


def test_a_deadline_is_shown_until_it_is_met(brand, lead):
    due = NOW + timedelta(days=2)
    waiting = make(brand, None, "Waiting", writing_due=due, approval_due=due)
    make(brand, None, "Settled", status="planned", writing_due=due, approval_due=due)
    found = entries.deadlines(lead, Filters(), spans.week(NOW.date()))[due.date()]
    assert [(each.kind, each.id) for each in found.listed] == [("writing", waiting.pk), ("approval", waiting.pk)]
    assert found.more == 0


def test_the_deadlines_of_a_dense_day_are_counted_and_their_link_finds_them_all(brand, lead, inside):
    due = NOW + timedelta(days=2)
    for number in range(5):
        make(brand, None, f"Post {number}", writing_due=due, approval_due=due if number else None)
    found = entries.deadlines(lead, Filters(), spans.week(NOW.date()))[due.date()]
    assert [each.kind for each in found.listed] == ["writing", "writing", "approval", "approval"]
    assert found.more == 3 + 2
    link = re.search(
        r'href="([^"]*\?due=2026-11-25)"', inside.get(url("calendar"), {"view": "week", "date": "2026-11-23"}).content.decode()
    )
    assert link
    assert len(inside.get(link[1]).context["page"].rows) == 5


# ── Near-duplicates ──────────────────────────────────────────────────────────────────────────────────────────────────
WORDS = "Mend rather than buy again: bring us your lamp on Friday, we look at it with you around a coffee."


def test_a_post_that_was_nearly_said_before_is_shown_beside_the_other(brand, inside):
    before = make(brand, datetime(2025, 11, 28, 9, tzinfo=UTC), "Last year", text=WORDS, status="published")
    make(brand, NOW + timedelta(days=4), "This year", text=WORDS.replace("Friday", "Saturday"))
    make(brand, NOW + timedelta(days=4), "Another thing", text="Nothing to do with it: a portrait of Nadia in her kitchen, by the window.")
    hints = inside.get(url("calendar_hints"), {"start": "2026-11-23", "end": "2026-11-30"}).json()["hints"]
    assert [hint["day"] for hint in hints] == ["2026-11-27"]
    assert re.search(r"Looks (8|9)\d % like “Last year” of 28 November 2025\.|November 28, 2025", hints[0]["text"]), hints
    assert str(before.pk) in hints[0]["url"]


def test_what_was_said_more_than_eighteen_months_ago_may_be_said_again(brand, inside):
    make(brand, datetime(2025, 1, 1, 9, tzinfo=UTC), "Old", text=WORDS, status="published")
    make(brand, NOW + timedelta(days=4), "New", text=WORDS)
    assert inside.get(url("calendar_hints"), {"start": "2026-11-23", "end": "2026-11-30"}).json()["hints"] == []
