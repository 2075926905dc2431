"""What could lose, double or leave a delivery: two workers, frozen workers, clocks, and words that two of them share."""

from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from asgiref.sync import async_to_sync

from diapason.core import clock
from diapason.networks.base import fence
from diapason.networks.base.content import Result
from diapason.networks.base.errors import Temporary
from diapason.publishing import attempts, claiming, outcomes, recovering, waits
from diapason.publishing.models import Attempt
from diapason.publishing.tests.deliveries import attempt_result, lapse, state

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_clock_and_people")]


# ── Two workers, one of them frozen ──────────────────────────────────────────────────────────────────────────────────
def test_two_workers_never_hold_the_same_row(deliver):
    deliver()
    assert [len(claiming.claim("one", 10)), len(claiming.claim("two", 10))] == [1, 0]


def test_a_worker_frozen_before_its_call_does_not_send_when_it_wakes(deliver, monkeypatch):
    """It slept past its lease: another worker may have sent, and the network may have forgotten the key since."""
    began = fence.Mark()
    with fence.within(began, 45):
        fence.check()
    monkeypatch.setattr(fence, "passing", lambda: (began.at[0] + 46, began.at[1]))
    with fence.within(began, 45), pytest.raises(Temporary, match="nothing was sent"):
        fence.check()


def test_the_wall_clock_counts_where_the_other_stopped_with_the_machine(monkeypatch):
    began = fence.Mark()
    monkeypatch.setattr(fence, "passing", lambda: (began.at[0], began.at[1] + 7200))
    assert began.elapsed() == 7200


def test_no_mutation_of_any_connector_leaves_past_the_fence():
    from diapason.networks.base import answers

    def leave(request):
        raise AssertionError("it left")

    client = httpx2.AsyncClient(transport=httpx2.MockTransport(leave))

    long_ago = fence.Mark((0.0, 0.0))
    with fence.within(long_ago, 45), pytest.raises(Temporary):
        async_to_sync(answers.send)(client, "POST", "https://network.example/", mutation=True)


def test_a_frozen_worker_that_wakes_changes_nothing_of_what_another_did(deliver, network, work):
    delivery = deliver()
    frozen = claiming.claim("frozen", 1)[0]
    ticket = attempts.begin(frozen, frozen.steps[0], "frozen")
    lapse(delivery)
    work()
    assert (state(delivery), network.accepted) == ("published", [f"{delivery.key}-0"])
    remote = delivery.remote_id
    outcomes.settle_failure(frozen.delivery, ticket, Temporary("overslept", code="overslept"), "frozen")
    assert (state(delivery), delivery.remote_id, len(network.calls)) == ("published", remote, 1)
    attempts.succeed(frozen, ticket, attempt_result("another"), "frozen")
    assert (state(delivery), delivery.remote_id) == ("published", remote)
    assert delivery.steps.get().outcome.remote_id == remote


def test_what_a_frozen_worker_learns_of_one_part_is_kept_for_whoever_goes_on(deliver, network, work):
    network.parts, network.blind = 3, True
    delivery = deliver()
    frozen = claiming.claim("frozen", 1)[0]
    ticket = attempts.begin(frozen, frozen.steps[0], "frozen")
    network.accepted.append(ticket.step.key)
    lapse(delivery)
    claiming.claim("another", 1)
    with pytest.raises(attempts.Lost):
        attempts.succeed(frozen, ticket, Result(ticket.step.key), "frozen")
    lapse(delivery)
    work()
    assert state(delivery) == "published"
    assert network.calls == [f"{delivery.key}-1", f"{delivery.key}-2"], "the first part was not sent again"


def test_a_lease_that_ends_during_a_slow_call_costs_a_look_and_not_a_post(deliver, network, work):
    delivery = deliver()
    slow = claiming.claim("slow", 1)[0]
    ticket = attempts.begin(slow, slow.steps[0], "slow")
    lapse(delivery)
    other = claiming.claim("other", 1)[0]
    assert other.act == "reconcile"
    network.accepted.append(ticket.step.key)
    attempts.succeed(slow, ticket, Result(ticket.step.key), "slow")
    lapse(delivery)
    work()
    assert (state(delivery), network.calls) == ("published", [])


def test_an_answer_written_twice_is_written_once(deliver, network):
    """The database kept the first writing and lost its answer: the worker writes again."""
    network.parts = 2
    delivery = deliver()
    mine = claiming.claim("mine", 1)[0]
    ticket = attempts.begin(mine, mine.steps[0], "mine")
    attempts.succeed(mine, ticket, Result("first"), "mine")
    following = attempts.succeed(mine, ticket, Result("first"), "mine")
    assert following is not None
    assert attempts.succeed(mine, following, Result("second"), "mine") is None
    assert attempts.succeed(mine, following, Result("second"), "mine") is None
    assert (state(delivery), delivery.remote_id) == ("published", "first")


def test_a_worker_that_stops_gives_back_what_it_has_not_begun(deliver):
    delivery = deliver()
    held = claiming.claim("stopping", 1)[0]
    recovering.give_back(held.delivery, "stopping")
    assert (state(delivery), delivery.owner) == ("due", "")
    assert delivery.next_at <= clock.now()


# ── Clocks ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_machine_that_is_an_hour_ahead_does_not_send_an_hour_early(deliver, work, network, monkeypatch):
    class Ahead(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(hours=1)

    delivery = deliver(due_in=1800)
    monkeypatch.setattr("diapason.core.clock.datetime", Ahead)
    claiming.follow_the_database()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert claiming.claim("ahead", 10) == []
    assert state(delivery) == "planned"


def test_a_key_that_the_network_forgot_is_not_used_again(deliver, work, network, hurry):
    network.keyed_for, network.blind, network.script = 3600, True, ["drop"]
    delivery = deliver()
    work()
    Attempt.objects.update(started_at=clock.now() - timedelta(minutes=56))
    for _look in range(waits.LOOKS_BEFORE_PERSON + 1):
        hurry()
        work()
    assert (state(delivery), len(network.calls)) == ("needs_person", 1)


# ── Words that two deliveries share ──────────────────────────────────────────────────────────────────────────────────
def test_a_post_of_the_same_words_is_not_taken_for_ours(deliver, work, network, hurry, monkeypatch):
    """Found by its words alone, the twin's post would be believed ours, and ours would be lost without a word."""
    network.keyed_for = 3600

    async def by_words(connection, step, done, since):
        return Result(network.accepted[0]) if network.accepted else None

    monkeypatch.setattr(network, "find", by_words)
    first = deliver("Hello")
    work()
    network.script = [outcomes_unknown()]
    second = deliver("Hello")
    work()
    hurry()
    work()
    assert (state(first), state(second)) == ("published", "unknown")
    Attempt.objects.filter(step__delivery=second).update(started_at=clock.now() - waits.SETTLE - timedelta(seconds=1))
    hurry()
    work()
    assert state(second) == "published"
    assert network.accepted == [f"{first.key}-0", f"{second.key}-0"]
    assert first.remote_id != second.remote_id


def outcomes_unknown():
    from diapason.networks.base.errors import Unknown

    return Unknown("timed out")
