"""Faults, for real: real processes, a real PostgreSQL, fake networks in processes of their own that count.

After each: nothing lost, nothing doubled, nothing stuck without a person told.
"""

import json
import os
import shutil
import time
from collections.abc import Callable

import pytest

from diapason.networks.base import registry

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

# A tenth of the full suite by default; DIAPASON_FULL_FAULTS=1 makes it whole, as docs/reliability.md shows it.
FULL = bool(os.environ.get("DIAPASON_FULL_FAULTS"))


def test_publishers_killed_at_random_moments(here, found):
    here.seed(1000 if FULL else 150, spaces=2)
    kills = 200 if FULL else 25
    said = json.loads(here.run("-m", "tests.faults.crew", "--kills", str(kills)))
    tally = found(f"{said['killed']} publishers killed (SIGKILL) at random moments")
    assert said["killed"] == kills
    assert tally.is_perfect, tally
    assert tally.published == tally.due


@pytest.mark.parametrize("workers", [2, 4])
def test_several_publishers_at_once_some_of_them_killed(here, found, workers):
    here.seed(400 if FULL else 120, spaces=2)
    said = json.loads(here.run("-m", "tests.faults.crew", "--kills", "40" if FULL else "8", "--workers", str(workers), "--longest", "1"))
    tally = found(f"{workers} publishers at once, {said['killed']} killed")
    assert tally.is_perfect, tally
    assert tally.published == tally.due


def test_publishers_frozen_at_random_moments_wake_when_others_have_their_rows(here, found):
    here.seed(400 if FULL else 90, spaces=2)
    said = json.loads(here.run("-m", "tests.faults.crew", "--freeze", "--kills", "60" if FULL else "10", "--workers", "2"))
    tally = found(f"{said['killed']} publishers frozen (SIGSTOP) at random moments, woken when others have their rows")
    assert tally.is_perfect, tally
    assert tally.published == tally.due


def test_a_publisher_frozen_for_longer_than_its_lease(here, found):
    """For real: the lease ends by itself, and the network's key is still all that the frozen worker has."""
    here.seed(200 if FULL else 60, spaces=2)
    for fake in here.fakes:
        fake.fault("slow", seconds=0.3)
    frozen = here.publisher()
    until(lambda: here.sql("SELECT 1 FROM publishing_delivery WHERE state = 'published'"))
    here.freeze(frozen)
    here.publisher()
    time.sleep(65)
    here.wake(frozen)
    assert here.until_done(120, hurry=True)
    time.sleep(3)
    tally = found("a publisher frozen for 65 s, then woken")
    assert tally.is_perfect, tally
    assert tally.published == tally.due
    assert frozen.poll() is None, "it did not survive"


def until(true: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.1)


def test_threads_of_five_parts_through_kills_and_lost_answers(here, found):
    for fake in [fake for fake in here.fakes if not registry.get(fake.slug).manifest.thread]:
        here.fakes.remove(fake)
    here.seed(100 if FULL else 24, spaces=2, parts=5)
    for number, fake in enumerate(here.fakes):
        fake.fault("drop", calls="mutations", probability=0.15, seed=number)
    kills = 60 if FULL else 8
    said = json.loads(here.run("-m", "tests.faults.crew", "--kills", str(kills), "--longest", "1"))
    tally = found(f"threads of five parts: {said['killed']} publishers killed, 15 % of the answers lost")
    assert tally.is_perfect, tally
    assert tally.published == tally.due


def test_people_change_and_withdraw_what_is_being_sent(here, found):
    here.seed(400 if FULL else 120, spaces=2)
    for fake in here.fakes:
        fake.fault("slow", seconds=0.05)
    people = here.spawn("-m", "tests.faults.people", "--acts", "600" if FULL else "150")
    assert people.stdout
    assert people.stdout.readline() == "ready\n"
    here.publisher()
    here.publisher()
    done = json.loads(people.stdout.readline())
    assert here.until_done(180, hurry=True)
    assert done.get("change"), "everything was sent before anybody could change a word"
    tally = found(f"words changed {done['change']} times and {done.get('withdraw', 0)} posts withdrawn while they are sent")
    assert tally.is_perfect, tally
    assert tally.published + tally.withdrawn == tally.due


def test_half_of_the_spaces_are_paused_while_two_publishers_send(here, found):
    """What had begun when the pause was committed ends; nothing else begins there until it is lifted."""
    here.seed(400 if FULL else 120, spaces=2)
    for fake in here.fakes:
        fake.fault("slow", seconds=0.05)
    here.publisher()
    here.publisher()
    paused = json.loads(here.run("-m", "tests.faults.pausing"))
    assert here.until_done(120)
    begun = here.sql(
        "SELECT DISTINCT delivery.id FROM publishing_delivery delivery JOIN publishing_deliverystep step ON delivery.id = delivery_id "
        "JOIN publishing_attempt ON step.id = step_id WHERE space_id = ANY(%s) AND step.repeat <> 'harmless' ORDER BY 1",
        paused["spaces"],
    )
    assert [row[0] for row in begun] == paused["begun"]
    assert paused["held"] > 0, "everything was sent before anybody could pause"
    assert here.sql("SELECT count(*) FROM publishing_delivery WHERE state = 'paused'") == [(paused["held"],)]
    assert json.loads(here.run("-m", "tests.faults.pausing", "--lift")) == {"freed": paused["held"]}
    assert here.until_done(120, hurry=True)
    tally = found(f"half of the spaces paused while 2 publishers send ({paused['held']} held back), then resumed")
    assert tally.is_perfect, tally
    assert tally.published == tally.due


def test_the_database_is_restarted_in_the_middle(here, found):
    here.seed(200 if FULL else 90, spaces=2)
    for fake in here.fakes:
        fake.fault("slow", seconds=0.2)
    publishers = [here.publisher(), here.publisher()]
    for _crash in range(3):
        time.sleep(1.5)
        here.restart_database()
    assert here.until_done(180, hurry=True)
    tally = found("the database crashes three times in the middle")
    assert tally.is_perfect, tally
    assert tally.published == tally.due
    assert all(process.poll() is None for process in publishers), "a publisher did not survive"


@pytest.mark.skipif(not shutil.which("faketime"), reason="skipped: faketime is not installed; bin/test --all installs it")
@pytest.mark.parametrize("jump", ["+1h", "-1h"])
def test_the_clock_of_one_machine_is_wrong(here, found, jump):
    """One of two publishers lives an hour ahead or behind: leases look over, or endless, and what is due later due now."""
    from glob import glob

    library = next(iter(glob("/usr/lib/*/faketime/libfaketime.so.1")))
    wrong = {"LD_PRELOAD": library, "FAKETIME": jump, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    here.sql("ALTER TABLE workspaces_workspace ALTER COLUMN late_after SET DEFAULT 240")
    here.seed(120, spaces=2)
    for fake in here.fakes:
        fake.fault("slow", seconds=0.1)
    here.sql("UPDATE workspaces_workspace SET late_after = 240")
    here.sql("UPDATE publishing_delivery SET due_at = now() + interval '30 s', next_at = now() + interval '30 s' WHERE id % 4 = 0")
    here.publisher(**wrong)
    here.publisher()
    assert here.until_done(120, hurry=True)
    tally = found(f"the clock of one of two machines is wrong by {jump}")
    assert min(tally.late) >= 0, "sent before its time"
    assert tally.is_perfect, tally
    assert tally.published == tally.due


def test_the_network_accepts_then_drops_every_connection(here, found):
    here.seed(60)
    for fake in here.fakes:
        fake.fault("drop", calls="mutations")
    here.publisher()
    here.until_done(20, hurry=True)
    for fake in here.fakes:
        fake.heal()
    assert here.until_done(180, hurry=True)
    tally = found("accepts, then drops the connection, every time for 20 s")
    assert tally.is_perfect, tally
    assert tally.published == tally.due


def test_the_network_drops_half_of_its_connections(here, found):
    here.seed(150)
    for number, fake in enumerate(here.fakes):
        fake.fault("drop", calls="mutations", probability=0.5, seed=number)
    here.publisher()
    assert here.until_done(240, hurry=True)
    tally = found("accepts, then drops the connection, at random (half)")
    assert tally.is_perfect, tally
    assert tally.published == tally.due


def test_the_network_answers_503(here, found):
    seconds = 120 if FULL else 15
    here.seed(60)
    for fake in here.fakes:
        fake.fault("status", status=503, lasts=seconds)
    here.publisher()
    assert here.until_done(seconds + 400, hurry=not FULL)
    tally = found(f"503 for {seconds} s")
    assert tally.is_perfect, tally
    assert tally.published == tally.due


@pytest.mark.parametrize("retry_after", [None, 5])
def test_the_network_asks_to_slow_down(here, found, retry_after):
    here.seed(60)
    for fake in here.fakes:
        fake.fault("status", status=429, times=5, retry_after=retry_after, calls="mutations")
    here.publisher()
    assert here.until_done(180, hurry=retry_after is None)
    tally = found(f"429, {'with' if retry_after else 'without'} a time")
    assert tally.is_perfect, tally
    assert tally.published == tally.due


def test_the_access_is_refused_for_ever(here, found):
    here.seed(60)
    for fake in here.fakes:
        fake.fault("status", status=401)
    here.publisher()
    assert here.until_done(60, hurry=True)
    tally = found("401 for ever")
    assert tally.is_perfect, tally
    assert (tally.published, tally.for_a_person) == (0, tally.due)


def test_the_access_is_refused_once(here, found):
    here.seed(60)
    for fake in here.fakes:
        fake.fault("status", status=401, times=1, calls="mutations")
    here.publisher()
    assert here.until_done(60, hurry=True)
    tally = found("401 once")
    assert tally.is_perfect, tally
    assert tally.published + tally.for_a_person == tally.due


def test_the_network_takes_a_minute_to_answer(here, found):
    here.seed(30)
    for fake in here.fakes:
        fake.fault("slow", seconds=60, calls="mutations", times=4)
    here.publisher()
    assert here.until_done(300, hurry=True)
    tally = found("takes 60 s to answer")
    assert tally.is_perfect, tally
    assert tally.published == tally.due


def test_the_network_loses_the_files_it_accepted(here, found):
    here.seed(30, media=True)
    for fake in here.fakes:
        fake.fault("lose_media", times=3)
    here.publisher()
    assert here.until_done(180, hurry=True)
    tally = found("accepts media and loses it")
    assert tally.is_perfect, tally
    assert tally.published + tally.for_a_person == tally.due
