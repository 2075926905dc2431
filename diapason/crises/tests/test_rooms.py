"""Opening, leading, closing: who is told what, when tasks are due, what is held back, what is learnt."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import translation

from diapason.alerts.models import Alert
from diapason.core import clock
from diapason.crises import access, closing, facts, learning, opening, running, scale, timeline
from diapason.crises.closing import Fate, Words
from diapason.crises.models import Closing, Crisis, Entry, Lesson, PlaybookRole, PlaybookTask, Proposal, Task
from diapason.editorial.models import Post, Variant
from diapason.inbox.models import Conversation, Message
from diapason.networks.base.content import Content
from diapason.publishing.models import Delivery, Pause
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Event, Notification
from tests.objects import World
from tests.objects_heard import alert

pytestmark = pytest.mark.django_db


def codes(person) -> list[str]:
    return sorted(Notification.objects.filter(person=person).values_list("code", flat=True))


@pytest.fixture
def planned(brand, place):
    def make(title: str = "Sale", hours: float = 24) -> Post:
        due = clock.now() + timedelta(hours=hours)
        post = Post.objects.create(workspace=brand, title=title, status="planned", publish_at=due)
        variant = Variant.objects.create(post=post, network=place.network)
        variant.spaces.add(place)
        Delivery.objects.create(workspace=brand, space=place, variant=variant, content=Content((title,)).as_json(), due_at=due)
        return post

    return make


def state(post: Post) -> str:
    return Delivery.objects.get(variant__post=post).state


# ── Opening ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_opening_starts_the_clock_of_the_tasks_of_its_level_and_tells_the_others(open_room, book, camille, yanis):
    PlaybookRole.objects.filter(playbook=book, position=0).update(person=camille)
    room = open_room(1)
    assert set(room.tasks.values_list("origin__rank", flat=True)) == {1}
    first = room.tasks.all()[0]
    assert first.due_at - room.opened_at < timedelta(minutes=6)
    assert codes(camille) == ["crisis.opened", "crisis.seat"]
    assert codes(yanis) == []


def test_a_graver_level_begins_its_tasks_and_a_lesser_one_takes_none_away(room, voice, brand):
    before = room.tasks.count()
    running.change_level(voice, room, scale.kept(brand)[2])
    more = room.tasks.count()
    assert more > before
    running.change_level(voice, room, scale.kept(brand)[0])
    running.change_level(voice, Crisis.objects.get(pk=room.pk), scale.kept(brand)[0])
    assert room.tasks.count() == more
    assert Event.objects.filter(verb="crisis.level_changed").count() == 2


def test_going_up_again_does_not_begin_the_same_tasks_twice(room, voice, brand):
    for rank in (3, 1, 3):
        running.change_level(voice, Crisis.objects.get(pk=room.pk), scale.kept(brand)[rank - 1])
    texts = list(room.tasks.values_list("text", flat=True))
    assert len(texts) == len(set(texts))


def test_what_the_playbook_says_later_changes_no_open_room(room, book):
    PlaybookTask.objects.filter(playbook=book).delete()
    assert room.tasks.count() > 0


def test_opening_pauses_the_chosen_spaces_in_the_same_act(open_room, planned, place):
    post = planned()
    room = open_room(3, spaces=[place])
    assert state(post) == "paused"
    pause = Pause.objects.get()
    assert (pause.space, pause.holder, pause.reason, pause.answers) == (place, room.holder, room.title, False)


def test_the_room_of_an_alert_follows_its_query_from_its_beginning(hear, query, voice, brand):
    made = World(brand, {"owner": voice.person}, {"query_id": query.pk})
    found = Alert.objects.get(pk=alert(made))
    room = opening.open_(voice, opening.Plan("Fire", scale.kept(brand)[0], alert=found))
    assert (room.query, room.began_at, list(room.alerts.all())) == (query, found.began_at, [found])


def test_another_brand_sees_nothing(room, olga):
    with pytest.raises(Http404):
        access.access_crisis(member_of(olga, "ailleurs"), room.pk)


# ── Leading ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_task_is_done_once_by_whoever_was_first(room, voice, lead):
    task = room.tasks.all()[0]
    running.tick(voice, room, task, done=True)
    running.tick(lead, room, task, done=True)
    task.refresh_from_db()
    assert task.done_by == voice.person
    assert Event.objects.filter(verb="crisis.task_done").count() == 1
    running.tick(lead, room, task, done=False)
    task.refresh_from_db()
    assert task.done_at is None


def test_an_overdue_task_is_told_once_to_whoever_has_its_role(room, lead, camille, yanis):
    seat = room.seats.get(tasks=room.tasks.all()[0])
    running.seat(lead, room, seat, yanis)
    Task.objects.filter(pk=room.tasks.all()[0].pk).update(due_at=clock.now() - timedelta(minutes=1))
    Task.objects.exclude(pk=room.tasks.all()[0].pk).update(due_at=clock.now() + timedelta(hours=1))
    assert (running.remind_of_all(), running.remind_of_all()) == (1, 0)
    assert codes(yanis) == ["crisis.late", "crisis.seat"]


def test_nobody_is_reminded_in_a_room_that_is_over(room, lead):
    Task.objects.update(due_at=clock.now() - timedelta(minutes=1))
    closing.close(lead, room, {}, Words())
    assert running.remind_of_all() == 0


def test_the_time_line_writes_itself_and_can_be_annotated(room, voice, lead):
    running.write(voice, room, "The press calls", at=clock.now() - timedelta(minutes=3))
    gone = running.write(lead, room, "We answer on the forum first", Entry.Kind.DECISION)
    running.tick(voice, room, room.tasks.all()[0], done=True)
    with translation.override("en"):
        texts = [item.text for item in timeline.read(room)]
    assert texts[-1] == "The press calls"
    assert any(text.startswith("has done") for text in texts)
    assert [item.text for item in timeline.read(room, "decided") if item.kind == "decision"] == ["We answer on the forum first"]
    running.take_out(lead, room, gone)
    assert "We answer on the forum first" not in [item.text for item in timeline.read(room)]
    running.take_out(lead, room, gone, restore=True)
    assert "We answer on the forum first" in [item.text for item in timeline.read(room)]


def test_what_is_heard_stands_in_the_time_line_the_loud_once(room, hear, query):
    for _twice in range(2):
        hear(1, clock.now() - timedelta(minutes=9), followers=90_000, family=7)
    hear(3, clock.now() - timedelta(minutes=4), followers=12)
    room.query, room.began_at = query, clock.now() - timedelta(minutes=30)
    heard = timeline.read(room, "heard")
    assert [item.followers for item in heard if item.kind == "mention"].count(90_000) == 1
    assert any(item.kind == "volume" for item in heard)


def test_without_a_query_the_figures_of_what_is_said_are_missing_not_zero(room):
    known = facts.gather(room)
    assert (known.mentions, known.peak, known.reach) == (None, None, None)
    assert facts.Facts.from_json(known.as_json()) == known


def test_answers_given_before_the_room_was_opened_count_alike_in_every_figure(room, place, brand):
    opened = clock.now()
    began = opened - timedelta(hours=3)
    Crisis.objects.filter(pk=room.pk).update(began_at=began, opened_at=opened)
    room.refresh_from_db()
    talk = Conversation.objects.create(workspace=brand, space=place, thread_key="1", last_message_at=opened)
    told = {"workspace": brand, "space": place, "conversation": talk, "kind": "comment"}
    for direction, minutes in (("out", -1), ("in", 5), ("out", 20), ("out", 125)):
        Message.objects.create(**told, direction=direction, sent_at=began + timedelta(minutes=minutes))
    [seen] = facts.places(room)
    known = facts.gather(room)
    assert (known.answers, known.first_answer_at, seen.answered, seen.received) == (2, began + timedelta(minutes=20), 2, 1)
    assert sum(item.kind == "answer" for item in timeline.read(room, "said")) == 2


# ── Closing ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_closing_gives_every_post_held_back_what_was_chosen_for_it(open_room, planned, place, lead):
    kept, moved, dropped, late = planned("Kept"), planned("Moved"), planned("Dropped"), planned("Late", hours=-0.5)
    room = open_room(3, spaces=[place])
    later = clock.now() + timedelta(days=9)
    found = {each.title: each for each in closing.held(room)}
    assert found["Late"].late
    closing.close(lead, room, {found["Moved"].key: (Fate.MOVE, later), found["Dropped"].key: (Fate.DROP, None)}, Words())
    assert [state(each) for each in (kept, moved, late)] == ["planned", "planned", "expired"]
    assert not Delivery.objects.filter(variant__post=dropped).exclude(state="cancelled").exists()
    moved.refresh_from_db()
    dropped.refresh_from_db()
    assert (moved.publish_at, dropped.status) == (later, "approved")
    assert not Pause.objects.filter(lifted_at=None).exists()


@pytest.mark.parametrize("hours", [None, -1])
def test_another_hour_that_is_missing_or_over_closes_nothing(open_room, planned, place, lead, hours):
    post = planned()
    room = open_room(3, spaces=[place])
    [each] = closing.held(room)
    when = None if hours is None else clock.now() + timedelta(hours=hours)
    with pytest.raises(closing.WrongHour) as refused:
        closing.close(lead, room, {each.key: (Fate.MOVE, when)}, Words())
    assert list(refused.value.rows) == [each.key]
    assert not Closing.objects.exists()
    assert state(post) == "paused"


def test_what_another_room_holds_back_too_stays_held(open_room, planned, place, lead):
    post = planned()
    one, other = open_room(3, spaces=[place]), open_room(3, spaces=[place])
    assert closing.held(one) == []
    closing.close(lead, one, {}, Words())
    assert state(post) == "paused"
    closing.close(lead, other, {}, Words())
    assert state(post) == "planned"


def test_a_room_is_closed_once_and_can_be_opened_again(room, lead):
    assert closing.close(lead, room, {}, Words()) == closing.close(lead, room, {}, Words())
    assert list(access.open_crises(lead)) == []
    assert (closing.reopen(lead, room), closing.reopen(lead, room)) == (True, False)
    assert list(access.open_crises(lead)) == [room]
    closing.close(lead, room, {}, Words())
    assert Closing.objects.count() == 2


def test_the_review_keeps_its_figures_and_becomes_a_lesson(room, lead):
    closing.close(lead, room, {}, Words(cause="A strike", lesson="Say it first", next_time="Write to customers."))
    assert room.review.facts["tasks"] == room.tasks.count()
    lesson = Lesson.objects.get()
    assert (lesson.title, lesson.crisis, lesson.by) == ("Say it first", room, lead.person)


# ── Learning ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_playbook_learns_what_was_missing_late_and_unnamed(room, book, lead, voice):
    extra = running.add_task(voice, room, "Call the carrier", 20)
    running.tick(voice, room, extra, done=True)
    task = room.tasks.exclude(pk=extra.pk)[0]
    running.tick(voice, room, task, done=True)
    Task.objects.filter(pk=task.pk).update(done_at=room.opened_at + timedelta(minutes=31))
    running.seat(lead, room, room.seats.all()[1], voice.person)
    closing.close(lead, room, {}, Words())
    proposals = {each.kind: each for each in room.proposals.all()}
    assert (proposals["add"].text, proposals["time"].minutes, proposals["who"].person) == ("Call the carrier", 35, voice.person)
    for each in proposals.values():
        learning.take(lead, each)
        learning.take(lead, each)
    assert book.tasks.filter(text="Call the carrier").count() == 1
    assert book.tasks.get(pk=task.origin_id).minutes == 35
    assert book.roles.get(pk=proposals["who"].role_id).person == voice.person


def test_what_was_refused_is_not_proposed_again(room, lead, voice):
    running.tick(voice, room, running.add_task(voice, room, "Call the carrier", 20), done=True)
    closing.close(lead, room, {}, Words())
    learning.refuse(lead, Proposal.objects.get(kind="add"))
    closing.reopen(lead, room)
    closing.close(lead, room, {}, Words())
    assert Proposal.objects.filter(kind="add").count() == 1
