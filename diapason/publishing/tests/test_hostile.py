"""What could lose, double or leave a delivery: networks that say anything, poisoned rows, locks."""

import uuid
from datetime import timedelta

import pytest

from diapason.core import clock
from diapason.networks.base.content import Result
from diapason.networks.base.errors import Permanent, RateLimited
from diapason.publishing import attempts, claiming, waits
from diapason.publishing.models import Delivery
from diapason.publishing.tests.deliveries import lapse, planned_by_services, state, told
from diapason.workspaces.members import system

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_clock_and_people")]


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
