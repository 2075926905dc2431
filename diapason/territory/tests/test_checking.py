"""Asking spaces whether they are well, before somebody needs them."""

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync

from diapason.core import clock
from diapason.networks.base.connection import Health
from diapason.networks.base.errors import Permanent, Reauth, Temporary
from diapason.territory import checking, connect, health
from diapason.territory.models import Space
from diapason.workspaces.models import Event, Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(chief, network) -> Space:
    return connect.with_password(chief, network, "lumen.example", {})


def check(space: Space) -> Space:
    async_to_sync(checking.check_space)(space)
    space.refresh_from_db()
    return space


def test_a_space_that_answers_gives_its_limits_and_the_end_of_its_access(space, example):
    example.health = Health("@lumen", declared={"size": 500}, expires_in=86400)
    check(space)
    assert (space.declared, space.handle) == ({"size": 500}, "@lumen")
    assert space.expires_at is not None
    assert abs(space.expires_at - clock.now() - timedelta(days=1)) < timedelta(minutes=1)


def test_a_space_that_says_nothing_of_its_limits_keeps_those_it_said(space, example):
    assert check(space).declared == {"size": 300}


def test_a_refused_access_asks_for_a_person_and_an_access_that_works_again_does_not(space, example):
    example.error = Reauth("No", code="wrong_password")
    assert check(space).state == Space.State.NEEDS_RECONNECT
    example.error = None
    assert check(space).state == Space.State.CONNECTED
    assert list(Event.objects.order_by("id").values_list("verb", flat=True))[1:] == ["space.access_lost", "space.recovered"]


def test_a_refusal_is_asked_about_once_more_and_heals_by_itself_where_it_was_a_mistake(space, example):
    check(space)
    health.report_failure(space.pk, Reauth("No", code="401"))
    assert list(checking.due()) == [space]
    assert check(space).state == Space.State.CONNECTED
    assert list(checking.due()) == []


def test_a_refusal_that_is_confirmed_waits_for_a_person_and_is_not_asked_about_again(space, example):
    health.report_failure(space.pk, Reauth("No", code="401"))
    example.error = Reauth("No", code="401")
    assert check(space).state == Space.State.NEEDS_RECONNECT
    assert list(checking.due()) == []
    assert [note.code for note in Notification.objects.all()] == ["space.access_lost"]


@pytest.mark.parametrize("error", [Temporary("Away"), Permanent("Gone", code="gone")])
def test_a_space_that_keeps_failing_rests_and_is_told_of_once(space, example, error):
    example.error = error
    for _ in range(6):
        check(space)
    assert space.failures == 5
    assert space.rests_until
    assert [note.code for note in Notification.objects.all()] == ["space.rested"]


def test_each_space_is_asked_every_hour_but_not_while_it_rests_nor_when_it_was_just_read(space):
    def due() -> list[Space]:
        return list(checking.due())

    assert due() == []
    Space.objects.update(checked_at=clock.now() - timedelta(minutes=61))
    assert due() == [space]
    Space.objects.update(rests_until=clock.now() + timedelta(minutes=5))
    assert due() == []
    Space.objects.update(rests_until=None, state="watched", last_ok_at=clock.now())
    assert due() == []
    Space.objects.update(last_ok_at=clock.now() - timedelta(hours=2))
    assert due() == [space]
    Space.objects.update(removed_at=clock.now())
    assert due() == []


def test_an_access_that_ends_within_a_week_is_told_once_in_the_words_of_the_reader(space, camille):
    camille.language = "fr"
    camille.save()
    Space.objects.update(expires_at=clock.now() + timedelta(days=8))
    assert checking.warn_of_endings() == 0
    Space.objects.update(expires_at="2026-12-24T10:00:00Z", state="connected")
    import time_machine

    with time_machine.travel("2026-12-20T10:00:00Z"):
        assert (checking.warn_of_endings(), checking.warn_of_endings()) == (1, 0)
    [note] = Notification.objects.all()
    assert (note.code, note.data) == ("space.expiring", {"space": "Lumen", "date": "24 décembre 2026"})
