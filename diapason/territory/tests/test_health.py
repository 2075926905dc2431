"""What the workers say of a space, and what follows."""

import asyncio
from datetime import timedelta

import httpx2
import pytest
import time_machine
from asgiref.sync import async_to_sync, sync_to_async

from diapason.core import clock, http
from diapason.core.crypto import Sealed
from diapason.networks.base.content import Attachment
from diapason.networks.base.errors import Permanent, RateLimited, Reauth, Temporary, Unknown
from diapason.territory import clients, health
from diapason.territory.models import Space
from diapason.workspaces.models import Event, Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(brand, camille, yanis) -> Space:
    return Space.objects.create(
        workspace=brand,
        network="example",
        name="Our blog",
        base_url="https://blog.example",
        account_id="7",
        credentials=Sealed(token="first"),
        connected_at=clock.now(),
    )


def fail(space: Space, error=None, times: int = 1) -> Space:
    for _ in range(times):
        health.report_failure(space.pk, error or Temporary("The server could not be reached."))
    space.refresh_from_db()
    return space


def told() -> list[tuple[str, str]]:
    return list(Notification.objects.order_by("id").values_list("person__name", "code"))


def verbs() -> list[str]:
    return list(Event.objects.order_by("id").values_list("verb", flat=True))


def test_four_failures_are_patience_and_the_fifth_is_a_rest_that_the_responsible_are_told_of(space):
    fail(space, times=4)
    assert (space.failures, space.rests_until, told()) == (4, None, [])
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False):
        fail(space, Unknown("The connection was lost."))
        assert space.rests_until == clock.now() + timedelta(minutes=5)
    assert told() == [("Camille", "space.rested")]
    assert verbs() == ["space.rested"]
    assert space.last_error == "The connection was lost."


def test_the_rest_doubles_up_to_an_hour_and_is_told_once(space):
    minutes = []
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as traveller:
        fail(space, times=4)
        for _ in range(6):
            fail(space)
            minutes.append((space.rests_until - clock.now()) // timedelta(minutes=1))
            traveller.move_to(space.rests_until)
    assert minutes == [5, 10, 20, 40, 60, 60]
    assert len(told()) == 1


def test_calls_that_were_in_flight_when_it_began_to_rest_do_not_lengthen_the_rest(space):
    fail(space, times=25)
    assert space.failures == 5


def test_an_answer_clears_everything_and_says_that_the_space_is_back(space):
    fail(space, times=6)
    health.report_ok(space.pk)
    space.refresh_from_db()
    assert (space.failures, space.rests_until, space.last_error, space.error_word) == (0, None, "", "")
    assert space.last_ok_at
    assert verbs() == ["space.rested", "space.recovered"]


def test_saying_again_that_all_is_well_writes_nothing(space):
    health.report_ok(space.pk)
    space.refresh_from_db()
    seen = space.last_ok_at
    health.report_ok(space.pk)
    space.refresh_from_db()
    assert space.last_ok_at == seen


def test_a_refused_content_and_our_own_haste_say_nothing_of_health(space):
    fail(space, Permanent("The title is too long."), times=6)
    fail(space, RateLimited("Slow down."), times=6)
    assert (space.failures, space.state, space.last_error) == (0, Space.State.CONNECTED, "")


def test_a_refused_access_is_for_a_person_to_mend_and_is_told_once(space):
    fail(space, Reauth("The application password is wrong.", code="incorrect_password"), times=3)
    assert space.state == Space.State.NEEDS_RECONNECT
    assert (space.error_word, space.error_code) == ("reauth", "incorrect_password")
    assert told() == [("Camille", "space.access_lost")]
    assert verbs() == ["space.access_lost"]
    health.report_ok(space.pk)
    space.refresh_from_db()
    assert space.state == Space.State.NEEDS_RECONNECT


def test_a_refusal_of_an_access_that_was_replaced_since_is_forgotten(space):
    began = space.connected_at - timedelta(seconds=2)
    health.report_failure(space.pk, Reauth("Expired."), began_at=began)
    space.refresh_from_db()
    assert space.state == Space.State.CONNECTED


def test_an_owner_who_cannot_reconnect_is_told_together_with_those_who_can(space, camille, yanis):
    space.owner = yanis
    space.save()
    fail(space, Reauth("Expired."))
    assert {name for name, _ in told()} == {"Camille", "Yanis"}


def test_renewed_credentials_are_saved_but_never_over_those_of_a_person_who_reconnected(space):
    async def scenario() -> None:
        connection = await health.connection_for(space)
        await connection.keep(Sealed(token="renewed"))
        assert await health.saved_credentials(space.pk) == {"token": "renewed"}
        await Space.objects.filter(pk=space.pk).aupdate(connected_at=clock.now(), credentials=Sealed(token="by hand"))
        await connection.keep(Sealed(token="late"))
        assert await health.saved_credentials(space.pk) == {"token": "by hand"}

    async_to_sync(scenario)()


@pytest.mark.django_db(transaction=True)
async def test_credentials_are_renewed_by_one_at_a_time_and_the_next_sees_what_was_saved(brand):
    space = await sync_to_async(Space.objects.create)(workspace=brand, network="example", name="Blog", credentials=Sealed(token="0"))
    order = []

    async def renew(name: str) -> None:
        connection = await health.connection_for(space)
        async with connection.turn() as saved:
            order.append((name, saved and saved["token"]))
            await asyncio.sleep(0.05)
            await connection.keep(Sealed(token=name))
            order.append((name, "done"))

    await asyncio.gather(renew("a"), renew("b"))
    first, second = order[0][0], order[2][0]
    assert order == [(first, "0"), (first, "done"), (second, first), (second, "done")]


async def test_connections_of_one_server_share_a_client_that_keeps_no_cookie(monkeypatch):
    answer = httpx2.MockTransport(lambda request: httpx2.Response(200, headers={"set-cookie": "session=camille"}, request=request))
    monkeypatch.setattr(http, "GuardedTransport", lambda: answer)
    one, two, other = [
        await health.connection_for(Space(base_url=url))
        for url in ("https://blog.example/sub", "https://blog.example", "https://other.example")
    ]
    assert one.http is two.http
    assert one.http is not other.http
    await one.http.get("https://blog.example/")
    assert not one.http.cookies
    await clients.close()
    assert one.http.is_closed


async def test_a_file_that_left_the_library_is_a_clear_refusal():
    connection = await health.connection_for(Space(base_url="https://blog.example"))
    with pytest.raises(Permanent, match="library"):
        await connection.load(Attachment(file="gone.png", mime="image/png", size=1))
