"""What could lose, double or leave a delivery: a thread in the middle, people, and an access that changes hands."""

from datetime import timedelta

import pytest
from django.db import transaction

from diapason.core import clock
from diapason.networks.base.content import Repeat, Result
from diapason.networks.base.errors import Permanent, Reauth, Temporary
from diapason.publishing import attempts, claiming, decisions, outcomes, recovering, services, waits
from diapason.publishing.models import Delivery, Pause
from diapason.publishing.progress import progress
from diapason.publishing.tests.deliveries import lapse, planned_by_services, replanned, state, told
from diapason.territory.models import Space
from diapason.workspaces.models import Notification

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_clock_and_people")]


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
