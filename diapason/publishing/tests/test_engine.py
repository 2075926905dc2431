"""What the engine does with each of the five words, and with everything that can go wrong around them."""

from datetime import timedelta

import pytest

from diapason.core import clock
from diapason.networks.base.content import Repeat
from diapason.networks.base.errors import Permanent, RateLimited, Reauth, Temporary, Unknown
from diapason.publishing import pausing, services, waits
from diapason.publishing.models import Attempt, Delivery
from diapason.territory.models import Space
from diapason.workspaces.members import system
from diapason.workspaces.models import Event, Notification

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _people(camille, yanis):
    """Somebody to be told."""


def told(delivery: Delivery) -> set[str]:
    return set(Notification.objects.filter(subject_id=delivery.pk).values_list("code", flat=True))


def state(delivery: Delivery) -> str:
    delivery.refresh_from_db()
    return delivery.state


def test_a_due_post_is_published_once_with_its_address(deliver, work, network):
    delivery = deliver()
    work()
    assert state(delivery) == "published"
    assert delivery.remote_url.startswith("https://network.example/")
    assert len(network.accepted) == 1
    assert delivery.published_at is not None


def test_a_post_of_tomorrow_stays(deliver, work, network):
    delivery = deliver(due_in=3600)
    work()
    assert state(delivery) == "planned"
    assert network.calls == []


def test_the_parts_of_a_thread_go_out_in_order_and_the_first_gives_the_address(deliver, work, network):
    network.parts = 3
    delivery = deliver()
    work()
    assert network.accepted == [f"{delivery.key}-{part}" for part in range(3)]
    assert state(delivery) == "published"
    assert delivery.remote_id == f"{delivery.key}-0"


def test_a_temporary_failure_is_tried_again_later(deliver, work, network, hurry):
    network.script = [Temporary("busy")]
    delivery = deliver()
    work()
    assert state(delivery) == "waiting"
    assert delivery.next_at > clock.now()
    hurry()
    work()
    assert state(delivery) == "published"
    assert list(Attempt.objects.order_by("number").values_list("number", "outcome")) == [(1, "temporary"), (2, "done")]


def test_a_rate_limit_makes_the_whole_space_wait_until_its_time(deliver, work, network, space):
    until = clock.now() + timedelta(minutes=3)
    network.script = [RateLimited("slow down", until=until)]
    first = deliver("one")
    work()
    second = deliver("two")
    work()
    assert state(first) == "waiting"
    assert first.next_at >= until
    assert state(second) == "waiting"
    assert len(network.calls) == 1
    space.refresh_from_db()
    assert space.rests_until == until


def test_a_refusal_is_told_with_its_reason(deliver, work, network):
    network.script = [Permanent("Text is too long", code="too_long")]
    delivery = deliver()
    work()
    assert (state(delivery), delivery.reason, delivery.detail) == ("rejected", "too_long", "Text is too long")
    assert told(delivery) == {"delivery.rejected"}


def test_a_lost_access_waits_for_a_person_then_goes_on(deliver, work, network, space, brand):
    network.script = [Reauth("expired")]
    delivery = deliver()
    work()
    assert state(delivery) == "needs_reconnect"
    assert "delivery.needs_reconnect" in told(delivery)
    space.refresh_from_db()
    assert space.state == Space.State.NEEDS_RECONNECT
    Space.objects.update(state=Space.State.CONNECTED)
    services.space_reconnected(system(brand), space)
    work()
    assert state(delivery) == "published"
    assert len(network.accepted) == 1


def test_a_lost_answer_is_looked_for_and_never_sent_again(deliver, work, network, hurry):
    network.script = ["drop"]
    delivery = deliver()
    work()
    assert state(delivery) == "unknown"
    hurry()
    work()
    assert state(delivery) == "published"
    assert (len(network.calls), len(network.accepted)) == (1, 1)
    assert Attempt.objects.get().outcome == "found"


def test_what_never_arrived_is_sent_again_where_the_network_knows_our_key(deliver, work, network, hurry):
    network.script = [Unknown("timed out")]
    delivery = deliver()
    work()
    hurry()
    work()
    assert state(delivery) == "published"
    assert (len(network.calls), len(network.accepted)) == (2, 1)


def test_a_key_that_expires_is_not_sent_again_while_the_first_call_may_still_run(deliver, work, network, hurry):
    network.keyed_for, network.script = 3600, [Unknown("timed out")]
    delivery = deliver()
    work()
    hurry()
    work()
    assert state(delivery) == "unknown"
    Attempt.objects.update(started_at=clock.now() - waits.SETTLE - timedelta(seconds=1))
    hurry()
    work()
    assert state(delivery) == "published"
    assert len(network.accepted) == 1


def test_without_a_key_a_person_is_asked_and_nothing_is_sent_again(deliver, work, network, hurry):
    network.repeat, network.script, network.blind = Repeat.NEVER, ["drop"], True
    delivery = deliver()
    for _look in range(waits.LOOKS_BEFORE_PERSON + 1):
        work()
        hurry()
    assert state(delivery) == "needs_person"
    assert told(delivery) == {"delivery.needs_person"}
    assert len(network.calls) == 1


def test_a_look_that_fails_is_made_again(deliver, work, network, hurry):
    network.script, network.look = ["drop"], Temporary("busy")
    delivery = deliver()
    work()
    hurry()
    work()
    assert (state(delivery), delivery.reason) == ("unknown", "cannot_look")
    network.look = None
    hurry()
    work()
    assert state(delivery) == "published"


def test_a_bug_in_a_connector_counts_as_not_knowing(deliver, work, network):
    network.script = [KeyError("id")]
    delivery = deliver()
    work()
    assert state(delivery) == "unknown"


def test_a_thread_broken_in_the_middle_goes_on_where_it_stopped(deliver, work, network, hurry):
    network.parts, network.script = 3, [None, "drop"]
    delivery = deliver()
    work()
    assert state(delivery) == "unknown"
    hurry()
    work()
    assert state(delivery) == "published"
    assert network.accepted == [f"{delivery.key}-{part}" for part in range(3)]


def test_a_post_past_the_tolerance_is_not_sent_and_a_person_is_told(deliver, work, network, brand):
    delivery = deliver(due_in=-60 * brand.late_after - 1)
    work()
    assert state(delivery) == "expired"
    assert told(delivery) == {"delivery.expired"}
    assert network.calls == []


def test_nothing_goes_out_while_publishing_is_paused(deliver, work, network, brand):
    delivery = deliver()
    assert pausing.pause(system(brand), "crisis") == 1
    late = deliver("planned during the pause")
    work()
    assert (state(delivery), state(late)) == ("paused", "paused")
    assert network.calls == []
    assert pausing.resume(system(brand)) == 2
    work()
    assert (state(delivery), state(late)) == ("published", "published")


def test_a_space_by_hand_waits_for_a_person(deliver, work, space):
    Space.objects.update(state=Space.State.ASSISTED)
    delivery = deliver()
    work()
    assert state(delivery) == "assisted"
    assert told(delivery) == {"delivery.assisted"}


def test_a_plan_that_cannot_be_made_does_not_hold_up_the_others(deliver, work, network, monkeypatch):
    good, bad = deliver("good"), deliver("bad")
    plan = network.plan

    def fragile(content, key):
        if content.text == "bad":
            raise ValueError("no")
        return plan(content, key)

    monkeypatch.setattr(network, "plan", fragile)
    work()
    assert (state(good), state(bad)) == ("published", "rejected")


def test_a_worker_that_dies_before_the_call_loses_nothing(deliver, work, network):
    delivery = deliver()
    Delivery.objects.update(state="preparing", owner="dead", lease_until=clock.now(), next_at=clock.now())
    work()
    assert state(delivery) == "published"
    assert len(network.accepted) == 1


def test_a_worker_that_dies_after_the_call_doubles_nothing(deliver, work, network, hurry):
    delivery = deliver()
    work()
    network.calls.clear()
    # As if the worker had died between the network's answer and our writing it.
    delivery.steps.update(result=None, done_at=None)
    Attempt.objects.update(outcome="", finished_at=None)
    Delivery.objects.update(state="submitting", owner="dead", lease_until=clock.now(), next_at=clock.now())
    work()
    assert state(delivery) == "published"
    assert (network.calls, len(network.accepted)) == ([], 1)


def test_a_clock_set_back_does_not_freeze_the_rows_of_a_dead_worker(deliver):
    from diapason.publishing import recovering

    delivery = deliver()
    far = clock.now() + timedelta(hours=1)
    Delivery.objects.update(state="preparing", owner="dead", lease_until=far, next_at=far)
    assert recovering.recover() == 1
    delivery.refresh_from_db()
    assert delivery.next_at <= clock.now()


def test_every_move_is_recorded(deliver, work):
    delivery = deliver()
    work()
    verbs = list(Event.objects.filter(subject_id=delivery.pk).order_by("id").values_list("verb", flat=True))
    assert verbs == ["delivery.preparing", "delivery.submitting", "delivery.published"]


def test_a_reply_may_be_taken_back_before_it_leaves(brand, space, network, work, yanis):
    from diapason.networks.base.content import Content
    from diapason.workspaces.members import member_of

    member = member_of(yanis, "maison-lumen")
    reply = services.deliver_reply(member, space, Content(parts=("Thank you",)), due_at=clock.now() + timedelta(seconds=5))
    services.cancel(member, reply)
    work()
    assert state(reply) == "cancelled"
    assert network.calls == []
    sent = services.deliver_reply(member, space, Content(parts=("Thank you",)))
    work()
    with pytest.raises(services.TooLate):
        services.cancel(member, sent)
