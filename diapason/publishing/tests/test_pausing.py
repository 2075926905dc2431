"""Publishing paused on chosen spaces: at once, for posts alone or answers too, by several at a time; and what happens afterwards."""

import asyncio
from datetime import timedelta

import pytest
from django.utils import translation

from diapason.core import clock
from diapason.editorial.planner import troubles
from diapason.networks.base.content import Content
from diapason.publishing import pausing
from diapason.publishing.engine import Engine
from diapason.publishing.models import Attempt, Delivery, Pause
from diapason.publishing.tests.deliveries import planned_by_services, state
from diapason.territory.models import Space
from diapason.workspaces.models import Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_clock_and_people")]


@pytest.fixture
def elsewhere(brand) -> Space:
    return Space.objects.create(workspace=brand, network="double", name="Elsewhere", account_id="2", base_url="https://network.example")


@pytest.fixture
def send(network):
    def make(space: Space, text: str = "Hello", *, due_in: float = 0, **fields) -> Delivery:
        due = clock.now() + timedelta(seconds=due_in)
        return Delivery.objects.create(workspace=space.workspace, space=space, content=Content((text,)).as_json(), due_at=due, **fields)

    return make


def test_a_pause_of_one_space_leaves_the_others_alone(member, space, elsewhere, send, work):
    held, free = send(space), send(elsewhere)
    assert pausing.pause(member, "Fire", spaces=[space]) == 1
    later = send(space, "Planned meanwhile")
    work()
    assert (state(held), state(later), state(free)) == ("paused", "paused", "published")


def test_answers_go_out_while_posts_are_held_back_unless_they_are_held_too(member, space, elsewhere, send, work):
    pausing.pause(member, spaces=[space], answers=False)
    pausing.pause(member, spaces=[elsewhere], answers=True)
    answers = [send(place, kind="reply") for place in (space, elsewhere)]
    post = send(space)
    work()
    assert [state(each) for each in (*answers, post)] == ["published", "paused", "paused"]


def test_what_is_cleared_goes_out_in_the_middle_of_a_pause(member, space, send, work):
    word, other = send(space, "We are looking into it"), send(space)
    pausing.pause(member, spaces=[space])
    pausing.clear(member, Delivery.objects.filter(pk=word.pk))
    work()
    assert (state(word), state(other)) == ("published", "paused")
    assert Event.objects.filter(verb="delivery.cleared", subject_id=word.pk).exists()


def test_a_space_stays_paused_while_one_of_its_pauses_is_open(member, space, send, work):
    delivery = send(space, due_in=1)
    pausing.pause(member, spaces=[space], holder="crisis:1")
    pausing.pause(member, spaces=[space], holder="crisis:2")
    assert pausing.lift(member, Pause.objects.filter(holder="crisis:1")) == 0
    assert state(delivery) == "paused"
    assert pausing.lift(member, Pause.objects.filter(holder="crisis:2")) == 1
    assert state(delivery) == "planned"


def test_the_same_is_paused_once(member, space):
    for _time in range(2):
        pausing.pause(member, spaces=[space])
        pausing.pause(member)
    assert Pause.objects.count() == 2
    assert Event.objects.filter(verb="publishing.paused").count() == 2


def test_nothing_goes_out_late_by_surprise(member, space, send, work):
    passed, to_come = send(space, due_in=-60), send(space, due_in=3600)
    pausing.pause(member, spaces=[space])
    assert pausing.lift(member, Pause.objects.all(), late_waits=True) == 1
    work()
    assert (state(passed), passed.reason) == ("expired", "held_back")
    assert (state(to_come), to_come.next_at) == ("planned", to_come.due_at)


def test_the_pause_of_another_brand_cannot_be_lifted(member, space, send, olga):
    other = olga.memberships.get().workspace
    theirs = Pause.objects.create(workspace=other, by=olga)
    assert pausing.lift(member, Pause.objects.all()) == 0
    theirs.refresh_from_db()
    assert theirs.lifted_at is None


def test_the_calendar_says_which_posts_are_held_back(member, space, network):
    variant, delivery = planned_by_services(member, space)
    pausing.pause(member, spaces=[space])
    with translation.override("en"):
        assert troubles.of([variant.post_id]) == {variant.post_id: "Paused"}
        Delivery.objects.filter(pk=delivery.pk).update(state="rejected")
        assert troubles.of([variant.post_id]) == {variant.post_id: "Refused"}


def test_two_publishers_submit_nothing_after_the_pause_is_committed(member, space, elsewhere, send, network):
    """They are in the middle of two hundred posts; what had begun when the pause was written ends, and nothing else begins."""
    ours = [send(space, str(number)) for number in range(100)]
    theirs = [send(elsewhere, str(number)) for number in range(100)]
    perform = network.perform

    async def slowly(*call):
        await asyncio.sleep(0.01)
        return await perform(*call)

    network.perform = slowly
    begun = asyncio.run(paused_in_the_middle(member, space, network))
    assert 0 < len(begun) < 100
    assert attempts(space) == begun
    assert {state(each) for each in ours} == {"published", "paused"}
    assert sum(state(each) == "published" for each in ours) == len(begun)
    assert {state(each) for each in theirs} == {"published"}
    assert len(network.accepted) == len(set(network.accepted)) == 100 + len(begun)


def attempts(space: Space) -> set[int]:
    return set(Attempt.objects.filter(step__delivery__space=space).values_list("pk", flat=True))


async def paused_in_the_middle(member, space, network) -> set[int]:
    """What had begun on the space when pausing it was done."""
    stop, engines = asyncio.Event(), [Engine(threads=2), Engine(threads=2)]
    running = [asyncio.create_task(engine.run(stop)) for engine in engines]
    for _look in range(2000):
        if len(network.accepted) >= 30:
            break
        await asyncio.sleep(0.005)
    await engines[0].db(pausing.pause, member, "Fire", spaces=[space])
    begun = await engines[0].db(attempts, space)
    waiting = Delivery.objects.filter(next_at__isnull=False)
    for _look in range(2000):
        if not await engines[0].db(waiting.exists):
            break
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.2)
    for engine in engines:
        for _thread in range(2):
            await engine.db(close)
    stop.set()
    await asyncio.gather(*running)
    return begun


def close() -> None:
    from django.db import connection

    connection.close()
