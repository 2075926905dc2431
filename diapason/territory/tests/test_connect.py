"""Connecting a space, connecting it again, and what can go wrong between two steps."""

from datetime import timedelta

import pytest
import time_machine

from diapason.core import clock
from diapason.core.crypto import Sealed
from diapason.networks.base.errors import Permanent, Reauth
from diapason.territory import connect, removal
from diapason.territory.addresses import BadAddress, normalise
from diapason.territory.models import PendingConnection, Space
from diapason.workspaces.models import Event

pytestmark = pytest.mark.django_db
FIELDS = {"handle": "lumen", "password": "secret"}


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("instance.example", "https://instance.example"),
        ("  HTTPS://Instance.Example/ ", "https://instance.example"),
        ("https://instance.example/@me?x=1#y", "https://instance.example"),
        ("@me@instance.example", "https://instance.example"),
        ("me@instance.example", "https://instance.example"),
        ("http://instance.example", "https://instance.example"),
        ("https://user:secret@instance.example:8443/x", "https://instance.example:8443"),
        ("société.example", "https://société.example"),
        ("https://[2001:db8::1]:8080", "https://[2001:db8::1]:8080"),
    ],
)
def test_what_people_type_becomes_the_address_of_the_server(network, typed, address):
    assert normalise(network, typed) == address


@pytest.mark.parametrize(
    "typed",
    ["", "nothing", "two words.example", "ftp://a.example", "https://", "javascript:alert(1)", "a.example:port", ".a", "<b>.example"],
)
def test_what_is_no_address_is_said_with_an_example(network, typed):
    with pytest.raises(BadAddress):
        normalise(network, typed)


def test_a_page_keeps_its_path_and_a_host_that_is_trusted_keeps_http(network, settings):
    network.manifest.auth["page"] = True
    settings.TRUSTED_HOSTS = {"here.example:8080"}
    assert normalise(network, "blog.example/fr/feed?type=rss#top") == "https://blog.example/fr/feed?type=rss"
    assert normalise(network, "http://here.example:8080/x") == "http://here.example:8080/x"
    network.manifest.auth.pop("page")


def test_a_space_is_connected_with_what_the_person_types(chief, network, example, camille):
    space = connect.with_password(chief, network, "lumen.example", FIELDS)
    assert example.asked == [("https://lumen.example", FIELDS)]
    assert (space.name, space.handle, space.state, space.owner, space.connected_by) == ("Lumen", "@lumen", "connected", camille, camille)
    assert Space.objects.get().credentials == {"access": "secret"}
    assert "secret" not in repr(space.credentials)
    assert list(Event.objects.values_list("verb", flat=True)) == ["space.connected"]


def test_an_account_that_is_connected_already_is_refused_and_named(chief, network):
    first = connect.with_password(chief, network, "lumen.example", FIELDS)
    with pytest.raises(connect.AlreadyConnected) as refused:
        connect.with_password(chief, network, "lumen.example", FIELDS)
    assert refused.value.space == first
    assert "Lumen" in str(refused.value)
    assert Space.objects.count() == 1


def test_connecting_again_keeps_the_same_row_with_what_people_wrote_of_it(chief, network):
    space = connect.with_password(chief, network, "lumen.example", FIELDS)
    Space.objects.filter(pk=space.pk).update(
        name="Ours", purpose="Talk", state="needs_reconnect", failures=7, error_word="reauth", last_error="No", credentials=Sealed()
    )
    space.refresh_from_db()
    again = connect.with_password(chief, network, "lumen.example", FIELDS, space)
    again.refresh_from_db()
    assert (again.pk, again.name, again.purpose, again.state, again.failures, again.error_word) == (
        space.pk,
        "Ours",
        "Talk",
        "connected",
        0,
        "",
    )
    assert again.credentials == {"access": "secret"}
    assert list(Event.objects.order_by("id").values_list("verb", flat=True)) == ["space.connected", "space.reconnected"]


def test_connecting_an_account_whose_access_was_lost_mends_its_space(chief, network):
    space = connect.with_password(chief, network, "lumen.example", FIELDS)
    Space.objects.update(state="needs_reconnect")
    assert connect.with_password(chief, network, "lumen.example", FIELDS) == space


def test_another_account_does_not_take_the_place_of_a_space(chief, network, example):
    space = connect.with_password(chief, network, "lumen.example", FIELDS)
    example.account = "2"
    with pytest.raises(connect.CannotConnect, match="@lumen"):
        connect.with_password(chief, network, "lumen.example", FIELDS, space)
    space.refresh_from_db()
    assert space.account_id == "1"


def test_a_removed_space_forgets_its_access_and_comes_back_as_it_was(chief, network):
    said = []
    removal.register("test", lambda space: ["Two posts will not go out."], lambda member, space: said.append(space.pk))
    space = connect.with_password(chief, network, "lumen.example", FIELDS)
    assert removal.foresee(space) == ["Two posts will not go out."]
    removal.remove(chief, space)
    space.refresh_from_db()
    assert (space.removed_at is not None, space.credentials, said) == (True, {}, [space.pk])
    back = connect.with_password(chief, network, "lumen.example", FIELDS)
    assert (back.pk, back.removed_at) == (space.pk, None)
    removal._registered.pop("test")


def test_what_the_network_refuses_is_said_in_its_words_and_changes_nothing(chief, network, example):
    for error, words in (
        (Reauth("401", code="wrong_password"), "The app password is wrong."),
        (Permanent("127.0.0.1", code="address_refused"), "private or local"),
        (Permanent("odd"), "The server refused."),
    ):
        example.error = error
        with pytest.raises(connect.CannotConnect, match=words):
            connect.with_password(chief, network, "lumen.example", FIELDS)
    assert not Space.objects.exists()


# ── Through the network's own page ───────────────────────────────────────────────────────────────────────────────────
def test_a_person_goes_to_the_network_and_comes_back_connected(chief, camille, network, example, settings):
    url = connect.begin(chief, camille, network, "@me@lumen.example")
    assert url == "https://lumen.example/oauth?state=state-0"
    assert example.asked[0][1] == f"{settings.PUBLIC_URL}/networks/return/"
    pending = connect.take(camille, "state-0")
    space = connect.complete(chief, pending, {"code": "1", "state": "state-0"})
    assert example.asked[1] == ({"verifier": "kept"}, {"code": "1", "state": "state-0"})
    assert space.state == "connected"
    assert not PendingConnection.objects.exists()


def test_a_return_serves_once_and_only_to_the_one_who_left(chief, camille, yanis, network):
    connect.begin(chief, camille, network, "lumen.example")
    for person, state in ((yanis, "state-0"), (camille, "other"), (camille, "")):
        with pytest.raises(connect.PendingEnded):
            connect.take(person, state)
    connect.take(camille, "state-0")
    with pytest.raises(connect.PendingEnded):
        connect.take(camille, "state-0")


def test_a_return_after_half_an_hour_is_too_late_and_says_what_it_was_about(chief, camille, network):
    connect.begin(chief, camille, network, "lumen.example")
    with time_machine.travel(clock.now() + timedelta(minutes=31)), pytest.raises(connect.PendingEnded, match="half an hour") as late:
        connect.take(camille, "state-0")
    assert late.value.pending
    assert late.value.pending.base_url == "https://lumen.example"


def test_an_access_that_ends_between_two_steps_leaves_a_space_as_it_was(chief, camille, network, example):
    space = connect.with_password(chief, network, "lumen.example", FIELDS)
    connect.begin(chief, camille, network, "lumen.example", space)
    example.error = Permanent("invalid_grant")
    with pytest.raises(connect.CannotConnect):
        connect.complete(chief, connect.take(camille, "state-1"), {"code": "late"})
    space.refresh_from_db()
    assert (space.state, space.credentials) == ("connected", {"access": "secret"})


def test_those_that_nobody_came_back_from_are_forgotten_after_a_day(chief, camille, network):
    connect.begin(chief, camille, network, "lumen.example")
    with time_machine.travel(clock.now() + timedelta(days=2)):
        connect.forget_the_late()
    assert not PendingConnection.objects.exists()
