"""What could lose, double or leave a delivery: two workers, frozen workers, wrong clocks, poisoned rows, people in the way."""

import uuid
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from asgiref.sync import async_to_sync
from django.db import transaction

from diapason.core import clock
from diapason.networks.base import fence
from diapason.networks.base.content import Content, Repeat, Result
from diapason.networks.base.errors import Permanent, RateLimited, Reauth, Temporary
from diapason.publishing import attempts, claiming, decisions, outcomes, recovering, services, waits
from diapason.publishing.models import Attempt, Delivery, Pause
from diapason.publishing.progress import progress
from diapason.territory.models import Space
from diapason.workspaces.members import member_of, system
from diapason.workspaces.models import Notification

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_clock_and_people(camille, yanis):
    """Somebody to be told, and the machine's own clock afterwards."""
    yield
    clock.follow(vars(clock)["datetime"].now(UTC))  # of the test, should it still be in place


@pytest.fixture
def member(camille):
    return member_of(camille, "maison-lumen")


def state(delivery: Delivery) -> str:
    delivery.refresh_from_db()
    return delivery.state


def told(delivery: Delivery) -> set[str]:
    return set(Notification.objects.filter(subject_id=delivery.pk).values_list("code", flat=True))


def lapse(delivery: Delivery) -> None:
    """The lease of whoever holds it is over."""
    Delivery.objects.filter(pk=delivery.pk).update(next_at=clock.now(), lease_until=clock.now())


def attempt_result(text: str = "ours") -> Result:
    return Result(text, f"https://network.example/{text}")


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


# ── A thread that stops in the middle ────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def broken(deliver, work, network):
    """Five parts, the third of which is refused."""
    network.parts, network.script = 5, [None, None, Permanent("No more than two.", code="refused")]
    delivery = deliver()
    work()
    return delivery


def test_a_thread_refused_at_its_third_part_says_how_much_is_out(broken):
    assert state(broken) == "rejected"
    assert told(broken) == {"delivery.partly"}
    assert {notice.data["out"] for notice in Notification.objects.filter(subject_id=broken.pk)} == {"2"}
    assert (progress(broken).out, progress(broken).of) == (2, 5)


def test_a_thread_in_the_middle_cannot_be_withdrawn_and_sent_again_from_the_start(broken, member):
    with pytest.raises(services.TooLate):
        services.cancel(member, broken)
    with pytest.raises(services.TooLate), transaction.atomic():
        services.move_to(member, broken, clock.now() + timedelta(days=1))


def test_a_thread_in_the_middle_goes_on_where_it_stopped_when_a_person_says_so(broken, member, work, network):
    decisions.send_again(member, broken)
    work()
    assert state(broken) == "published"
    assert network.accepted == [f"{broken.key}-{part}" for part in range(5)]


def test_a_thread_in_the_middle_may_stay_as_it_is(broken, member):
    decisions.give_up(member, broken)
    assert (state(broken), broken.reason, broken.detail) == ("published", "partly", "2/5")
    assert broken.remote_id == f"{broken.key}-0"


def test_a_thread_that_is_too_late_in_the_middle_says_so(deliver, work, network, brand, hurry):
    network.parts, network.script = 3, [None, Temporary("busy")]
    delivery = deliver()
    work()
    Delivery.objects.update(due_at=clock.now() - timedelta(minutes=brand.late_after + 1))
    hurry()
    work()
    assert (state(delivery), told(delivery)) == ("expired", {"delivery.partly"})


def test_removing_the_space_of_a_thread_in_the_middle_leaves_it_to_a_person(broken, member):
    from diapason.territory import removal

    removal.remove(member, broken.space)
    assert state(broken) == "rejected"


# ── People in the way ────────────────────────────────────────────────────────────────────────────────────────────────
def planned_by_services(member, space, text="First words"):
    from diapason.editorial.models import Post, Variant

    post = Post.objects.create(workspace=space.workspace, title="Launch")
    variant = Variant.objects.create(post=post, network=space.network)
    variant.spaces.add(space)
    return variant, replanned(member, variant, space, text)


def replanned(member, variant, space, text):
    with transaction.atomic():
        return services.plan(member, variant, space, lambda key: Content(parts=(text,)), clock.now())


def test_words_changed_while_a_worker_prepares_are_the_words_that_go_out(member, space, network, work):
    variant, delivery = planned_by_services(member, space)
    holder = claiming.claim("holder", 1)[0]
    replanned(member, variant, space, "Second words")
    with pytest.raises(attempts.Lost):
        attempts.begin(holder, holder.steps[0], "holder")
    work()
    assert state(delivery) == "published"
    assert [step.spec["text"] for step in delivery.steps.all()] == ["Second words"]
    assert len(network.accepted) == 1


def test_words_changed_while_they_are_being_sent_are_refused(member, space, network, work):
    variant, delivery = planned_by_services(member, space)
    holder = claiming.claim("holder", 1)[0]
    ticket = attempts.begin(holder, holder.steps[0], "holder")
    with pytest.raises(services.TooLate):
        replanned(member, variant, space, "Second words")
    with pytest.raises(services.TooLate):
        services.cancel(member, delivery)
    attempts.succeed(holder, ticket, Result("r1"), "holder")
    assert (state(delivery), delivery.content["parts"]) == ("published", ["First words"])


def test_words_may_change_after_a_failure_that_sent_nothing(member, space, network, work):
    network.script = [Temporary("busy")]
    variant, delivery = planned_by_services(member, space)
    work()
    assert state(delivery) == "waiting"
    replanned(member, variant, space, "Second words")
    work()
    assert state(delivery) == "published"
    assert [step.spec["text"] for step in delivery.steps.all()] == ["Second words"]


def test_words_in_doubt_may_not_change(member, space, network, work):
    network.script = ["drop"]
    variant, _delivery = planned_by_services(member, space)
    work()
    with pytest.raises(services.TooLate):
        replanned(member, variant, space, "Second words")


def test_a_post_withdrawn_while_a_worker_prepares_does_not_go_out(member, space, network, work):
    _variant, delivery = planned_by_services(member, space)
    holder = claiming.claim("holder", 1)[0]
    services.cancel(member, delivery)
    with pytest.raises(attempts.Lost):
        attempts.begin(holder, holder.steps[0], "holder")
    work()
    assert (state(delivery), network.calls) == ("cancelled", [])


def test_a_post_deleted_for_good_while_it_is_sent_still_ends_well(member, space, network):
    variant, delivery = planned_by_services(member, space)
    holder = claiming.claim("holder", 1)[0]
    ticket = attempts.begin(holder, holder.steps[0], "holder")
    variant.post.delete()
    attempts.succeed(holder, ticket, Result("r1"), "holder")
    assert (state(delivery), delivery.remote_id) == ("published", "r1")


def test_a_space_removed_while_its_post_is_in_doubt_is_told(deliver, member, network, work, hurry, monkeypatch):
    from diapason.territory import removal

    network.script = ["drop"]
    delivery = deliver()
    work()
    removal.remove(member, delivery.space)
    network.look = Reauth("no access")
    hurry()
    work()
    assert (state(delivery), told(delivery)) == ("needs_reconnect", {"delivery.needs_reconnect"})
    decisions.it_is_out(member, delivery)
    assert state(delivery) == "published"


def test_a_person_who_says_that_it_is_not_out_is_believed(deliver, member, network, work, hurry):
    network.repeat, network.script, network.blind = Repeat.NEVER, ["drop"], True
    delivery = deliver()
    for _look in range(waits.LOOKS_BEFORE_PERSON + 1):
        work()
        hurry()
    network.accepted.clear()
    decisions.send_again(member, delivery)
    work()
    assert (state(delivery), len(network.calls)) == ("published", 2)


def test_two_people_decide_once(deliver, member, network, work):
    network.script = [Permanent("no")]
    delivery = deliver()
    work()
    decisions.send_again(member, delivery)
    with pytest.raises(decisions.NotDecidable):
        decisions.send_again(member, delivery)


def test_a_file_that_left_the_library_is_told_and_nothing_is_sent(deliver, network, work):
    network.script = [Permanent("A file of this post is no longer in the library.", code="file_missing")]
    delivery = deliver()
    work()
    assert (state(delivery), delivery.reason, network.accepted) == ("rejected", "file_missing", [])


# ── An access that changes hands ─────────────────────────────────────────────────────────────────────────────────────
def test_a_refusal_of_an_access_replaced_meanwhile_is_tried_again_with_the_new_one(deliver, network, work, hurry):
    delivery = deliver()
    mine = claiming.claim("mine", 1)[0]
    ticket = attempts.begin(mine, mine.steps[0], "mine")
    Space.objects.update(connected_at=clock.now(), state=Space.State.CONNECTED)
    outcomes.settle_failure(mine.delivery, ticket, Reauth("expired"), "mine")
    assert state(delivery) == "waiting"
    assert Space.objects.get().state == Space.State.CONNECTED
    hurry()
    work()
    assert state(delivery) == "published"


def test_a_look_refused_with_an_access_replaced_meanwhile_is_made_again(deliver, network, work):
    delivery = deliver()
    network.script = ["drop"]
    work()
    lapse(delivery)
    mine = claiming.claim("mine", 1)[0]
    began = clock.now()
    Space.objects.update(connected_at=clock.now(), state=Space.State.CONNECTED)
    outcomes.settle_cannot_look(mine.delivery, Reauth("expired"), "mine", began)
    assert state(delivery) == "unknown"


def test_a_row_that_waits_for_a_space_that_is_connected_goes_on(deliver, network, work):
    """It was claimed with the space as it was a moment before the reconnection."""
    delivery = deliver()
    Delivery.objects.update(state="needs_reconnect", next_at=None)
    assert recovering.recover() == 1
    work()
    assert state(delivery) == "published"


def test_a_row_paused_as_the_pause_was_lifted_goes_on(deliver, network, work, brand, camille):
    delivery = deliver()
    Delivery.objects.update(state="paused", next_at=None)
    Pause.objects.create(workspace=brand, by=camille)
    assert recovering.recover() == 0
    Pause.objects.update(lifted_at=clock.now())
    assert recovering.recover() == 1
    work()
    assert state(delivery) == "published"


# ── Networks that say anything ───────────────────────────────────────────────────────────────────────────────────────
def test_a_rate_limit_of_another_century_is_told_when_it_is_too_late(deliver, network, work, brand, space):
    network.script = [RateLimited("slow down", until=clock.now() + timedelta(days=36500))]
    delivery = deliver()
    work()
    assert state(delivery) == "waiting"
    assert delivery.next_at <= delivery.due_at + timedelta(minutes=brand.late_after, seconds=5)
    space.refresh_from_db()
    assert space.rests_until <= clock.now() + timedelta(hours=24)


def test_a_message_with_a_nul_is_written_all_the_same(deliver, network, work):
    network.script = [Permanent("bad\0text")]
    delivery = deliver()
    work()
    assert (state(delivery), delivery.detail) == ("rejected", "badtext")


def test_an_answer_that_cannot_be_written_ends_with_a_person(deliver, network, work, hurry, monkeypatch):
    async def strange(connection, step, done):
        network.calls.append(step.key)
        return Result("r\0", "https://network.example/")

    async def found(connection, step, done, since):
        return Result("r\0")

    monkeypatch.setattr(network, "perform", strange)
    monkeypatch.setattr(network, "find", found)
    delivery = deliver()
    for _look in range(waits.LOOKS_BEFORE_PERSON + 1):
        work()
        hurry()
    assert (state(delivery), told(delivery)) == ("needs_person", {"delivery.needs_person"})
    assert len(network.calls) == 1


def test_a_row_that_cannot_be_claimed_is_told_and_holds_up_nobody(deliver, network, work, monkeypatch):
    good, bad = deliver("good"), deliver("bad")
    take = claiming.take

    def fragile(row, *args, **options):
        if row.pk == bad.pk:
            raise KeyError("a mistake of ours")
        return take(row, *args, **options)

    monkeypatch.setattr(claiming, "take", fragile)
    work()
    assert (state(good), state(bad)) == ("published", "rejected")
    assert told(bad) == {"delivery.rejected"}


def test_no_row_may_be_left_without_a_next_look(deliver):
    from django.db import IntegrityError

    deliver()
    with pytest.raises(IntegrityError):
        Delivery.objects.update(next_at=None)


def test_keys_never_change_between_two_workers(deliver, network):
    delivery = deliver()
    first = claiming.claim("one", 1)[0]
    lapse(delivery)
    second = claiming.claim("two", 1)[0]
    assert first.steps[0].key == second.steps[0].key
    assert uuid.UUID(first.steps[0].key[:36]) == delivery.key


def test_the_post_is_locked_before_its_delivery(member, space, network):
    """Whoever edits a post holds it, then its deliveries: in the other order the two would wait for each other."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    _variant, _delivery = planned_by_services(member, space)
    holder = claiming.claim("holder", 1)[0]
    ticket = attempts.begin(holder, holder.steps[0], "holder")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        attempts.succeed(holder, ticket, Result("r1"), "holder")
    said = [query["sql"] for query in seen]
    post = next(number for number, sql in enumerate(said) if "FOR UPDATE" in sql and "editorial_post" in sql)
    row = next(number for number, sql in enumerate(said) if sql.startswith('UPDATE "publishing_delivery"'))
    assert post < row


def test_a_frozen_transaction_is_ended_by_the_database(deliver, work):
    from django.db import connection

    from diapason.publishing import engine

    connection.close()
    engine.limit_transactions()
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone()[0] == "1min"
    connection.close()


def test_system_is_the_author_of_what_a_worker_decides(deliver, work, brand):
    assert system(brand).person is None
