"""The screen Today: what waits, the day, the objectives, the team."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import translation

from conftest import join
from diapason.alerts.models import Alert
from diapason.editorial.models import Post, Variant
from diapason.inbox.models import Conversation
from diapason.listening.models import Query, Wording
from diapason.listening.store.postgres import sums
from diapason.networks.base.content import Content
from diapason.publishing.models import Delivery
from diapason.strategy.models import Objective, Target
from diapason.territory.models import Space
from diapason.web.today import agenda, waiting
from diapason.workspaces.members import member_of

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False), translation.override("en"):
        yield NOON


@pytest.fixture
def space(brand):
    return Space.objects.create(workspace=brand, network="test", name="Journal", account_id="1", expires_at=NOON + timedelta(days=6))


def plan(space, title, at, *, state=None, status="planned", **fields):
    post = Post.objects.create(workspace=space.workspace, title=title, publish_at=at, status=status, **fields)
    variant = Variant.objects.create(post=post, network=space.network)
    if state:
        content = Content((title,)).as_json()
        Delivery.objects.create(workspace=space.workspace, space=space, variant=variant, content=content, state=state, due_at=at)
    return post


def test_each_role_sees_what_it_can_do_something_about(noon, brand, camille, yanis, space):
    plan(space, "Waits", NOON + timedelta(hours=1), status="in_review", approval_due=NOON + timedelta(hours=1))
    plan(space, "Lost", NOON - timedelta(hours=1), state="needs_person")
    Conversation.objects.create(
        workspace=brand, space=space, thread_key="1", status="open", waiting_since=NOON - timedelta(hours=3), last_message_at=NOON
    )
    owner = {each.label: each for each in waiting.waiting(member_of(camille, brand.slug), NOON)}
    assert [each.count for each in owner.values()] == [1, 1, 1, 1]
    assert owner["Deliveries to verify"].tone == "bad"
    assert owner["To answer"].note == "the oldest has waited for 3 h 00"
    assert "14:00" in owner["To approve"].note  # in the brand's own time
    pen = {each.label: each for each in waiting.waiting(member_of(join(brand, "Salome", "contributor"), brand.slug), NOON)}
    assert list(pen) == ["To write"]


def test_a_reader_waits_for_nothing(noon, brand):
    reader = member_of(join(brand, "Rea", "reader"), brand.slug)
    assert [each.label for each in waiting.waiting(reader, NOON)] == ["To answer"]


def test_the_line_of_the_present_moment_cuts_the_day(noon, brand, camille, space):
    plan(space, "Morning", NOON - timedelta(hours=3), state="published")
    plan(space, "Evening", NOON + timedelta(hours=3))
    plan(space, "Tomorrow", NOON + timedelta(hours=13))
    day = agenda.of_day(member_of(camille, brand.slug), NOON)
    assert [entry.post.title for entry in day.before] == ["Morning"]
    assert [entry.post.title for entry in day.after] == ["Evening"]
    assert (day.before[0].state, day.more) == ("published", 0)


def test_a_delivery_in_trouble_is_louder_than_one_that_went_out(noon, brand, camille, space):
    post = plan(space, "Half", NOON, state="published")
    other = Space.objects.create(workspace=brand, network="test", name="Other", account_id="2")
    variant = post.variants.get()
    Delivery.objects.create(
        workspace=brand, space=other, variant=variant, content=Content(("x",)).as_json(), state="needs_person", due_at=NOON
    )
    assert agenda.of_day(member_of(camille, brand.slug), NOON).before[0].state == "needs_person"


def test_a_crowded_day_shows_what_is_near_and_counts_the_rest(noon, brand, camille, space):
    for number in range(30):
        plan(space, f"Post {number}", NOON + timedelta(minutes=10 * (number - 20)))
    day = agenda.of_day(member_of(camille, brand.slug), NOON)
    assert len(day.before) + len(day.after) == agenda.SHOWN
    assert day.after
    assert day.more == 30 - agenda.SHOWN


def test_the_page_costs_the_same_on_a_crowded_day(noon, client, brand, camille, space, django_assert_max_num_queries):
    objective = Objective.objects.create(workspace=brand, name="Be known", kind="awareness", starts_on="2026-11-01", due_on="2026-11-30")
    Target.objects.create(objective=objective, kpi="reach", value=100)
    for number in range(20):
        plan(space, f"Post {number}", NOON + timedelta(minutes=number), state="planned", assignee=camille)
    client.force_login(camille)
    client.get(f"/w/{brand.slug}/")
    with django_assert_max_num_queries(24):
        answer = client.get(f"/w/{brand.slug}/")
    content = answer.content.decode()
    assert "Hello Camille" in content
    assert "Be known" in content
    assert len(content) < 80_000


def test_an_outsider_does_not_see_the_day(client, brand, olga):
    client.force_login(olga)
    assert client.get(f"/w/{brand.slug}/").status_code == 404


def test_what_is_said_this_week_and_nobody_answers_for_is_on_the_page(noon, client, brand, camille):
    ours = Query.objects.create(workspace=brand, name="Maison Lumen")
    ours.shown = Wording.objects.create(workspace=brand, query=ours, text="lumen")
    ours.save()
    Query.objects.create(workspace=brand, name="The sector", purpose="sector")
    for days, severity in ((1, "serious"), (9, "severe")):
        at = NOON - timedelta(days=days)
        Alert.objects.create(
            workspace=brand, query=ours, kind="spike", severity=severity, began_at=at, last_at=at, opened_at=at, told_at=at,
            told_score=9, score=9, seen=40, expected=3, spread=1, minutes=60,
        )  # fmt: skip
    sums.add(sums.Sums(days={(ours.shown.pk, NOON.date() - timedelta(days=2), -1): [12, 0], (ours.shown.pk, NOON.date(), 1): [4, 0]}))
    sums.add(sums.Sums(days={(ours.shown.pk, NOON.date() - timedelta(days=8), 0): [64, 0]}))
    client.force_login(camille)
    content = client.get(f"/w/{brand.slug}/").content.decode()
    assert "40 mentions in 1\u00a0h" in content
    assert content.count("nobody answers for it yet") == 1
    assert "75\u00a0% negative" in content or "75% negative" in content
    assert "mentions −75%" in content
    assert ">16<" in content
    assert "The sector" not in content


def test_a_brand_that_listens_for_nothing_is_told_nothing_of_it(noon, client, brand, camille):
    client.force_login(camille)
    assert "Said this week" not in client.get(f"/w/{brand.slug}/").content.decode()
