"""What anybody may read without an account: all of it, once, however much is said, and with an honest word on a bad day."""

from contextlib import suppress
from datetime import timedelta

import pytest

from diapason.core import clock
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import Permanent, RateLimited, Temporary
from diapason.networks.base.faults import SHAPES


async def test_what_is_said_comes_with_who_when_where_and_its_title(overhearing):
    overhearing.fake.say("julie", "La lampe est belle", title="Une lampe")
    [message] = (await overhearing.read()).messages
    assert "lampe" in message.text
    assert message.text.startswith(message.data["title"])
    assert message.author.remote_id
    assert message.author.name
    assert message.url.startswith("http")
    assert message.sent_at.tzinfo is not None
    assert clock.now() - message.sent_at < timedelta(minutes=1)


async def test_a_reply_bears_the_title_of_what_it_answers(overhearing):
    first = overhearing.fake.say("julie", "Que penser de cette lampe ?", title="Une lampe")
    overhearing.fake.say("marc", "Rien de bon de la lampe", parent=first)
    messages, _ = await overhearing.read_on()
    if overhearing.network.manifest.kind == "watched":
        pytest.skip("nobody answers there")
    reply = next(message for message in messages if "Rien de bon" in message.text)
    assert (reply.data["title"], reply.data["kind"]) == ("Une lampe", "comment")
    assert reply.parent_id
    assert reply.remote_id != first
    opening = next(message for message in messages if "Que penser" in message.text)
    assert (opening.data["kind"], opening.parent_id) == ("thread", "")
    assert opening.thread_id == reply.thread_id


async def test_reading_goes_on_where_it_stopped(overhearing, time_machine):
    overhearing.fake.say("julie", "Un : une lampe")
    first, cursor = await overhearing.read_on()
    time_machine.move_to(clock.now() + timedelta(hours=4))
    overhearing.fake.say("julie", "Deux : une lampe")
    second, cursor = await overhearing.read_on(cursor)
    assert any("Deux" in message.text for message in second)
    again, after = await overhearing.read_on(cursor)
    assert {message.remote_id for message in again} <= {message.remote_id for message in [*first, *second]}
    assert (await overhearing.read(after)).cursor == after


async def test_however_much_was_said_since_the_last_time_all_of_it_comes(overhearing, time_machine):
    start = clock.now()
    time_machine.move_to(start, tick=False)
    overhearing.fake.say("julie", "Avant : une lampe")
    _, cursor = await overhearing.read_on()
    for number in range(400):
        time_machine.move_to(start + timedelta(seconds=30 * (number + 1)), tick=False)
        overhearing.fake.say("marc", f"Numéro {number}. Une lampe")
    messages, _ = await overhearing.read_on(cursor)
    texts = " ".join(message.text for message in messages)
    assert [number for number in range(400) if f"Numéro {number}." not in texts] == []


async def test_a_reading_that_is_cut_short_goes_on_from_its_page(overhearing, time_machine):
    start = clock.now()
    time_machine.move_to(start, tick=False)
    overhearing.fake.say("julie", "Avant : une lampe")
    _, cursor = await overhearing.read_on()
    for number in range(300):
        time_machine.move_to(start + timedelta(seconds=30 * (number + 1)), tick=False)
        overhearing.fake.say("marc", f"Numéro {number}. Une lampe")
    first = await overhearing.read(cursor)
    time_machine.shift(timedelta(minutes=1))
    overhearing.fake.say("marc", "Pendant ce temps : une lampe")
    rest, cursor = await overhearing.read_on(first.cursor)
    last, _ = await overhearing.read_on(cursor)
    texts = " ".join(message.text for message in [*first.messages, *rest, *last])
    assert [number for number in range(300) if f"Numéro {number}." not in texts] == []
    assert "Pendant ce temps" in texts


async def test_what_was_taken_away_is_not_heard(overhearing):
    gone = overhearing.fake.say("julie", "À cacher : une lampe")
    overhearing.fake.say("julie", "À garder : une lampe")
    overhearing.fake.hide(gone)
    assert [message.text for message in (await overhearing.read()).messages if "À cacher" in message.text] == []


async def test_a_silent_place_brings_nothing(overhearing):
    batch = await overhearing.read()
    assert (batch.messages, batch.more) == ((), False)
    assert (await overhearing.read(batch.cursor)).messages == ()


async def test_a_site_whose_words_are_hostile_is_read_as_text(overhearing):
    overhearing.fake.say("julie", "<script>alert(1)</script> lampe \u202e\x07 & <b>", title="<img src=x onerror=alert(1)> lampe")
    [message] = (await overhearing.read()).messages
    assert "lampe" in message.text


# ── Bad days ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("status", [500, 502, 503, 504, 408])
async def test_a_failure_is_temporary(overhearing, status):
    overhearing.fake.faults.add("status", status=status)
    with pytest.raises(Temporary):
        await overhearing.read()


@pytest.mark.parametrize(("status", "code"), [(404, "gone"), (410, "gone"), (401, "closed"), (403, "closed"), (400, "unreadable")])
async def test_a_refusal_has_its_reason(overhearing, status, code):
    overhearing.fake.faults.add("status", status=status)
    with pytest.raises(Permanent) as refused:
        await overhearing.read()
    assert refused.value.code == code
    assert f"errors.{code}" in overhearing.network.strings["en"]


async def test_a_limit_carries_its_time(overhearing):
    overhearing.fake.faults.rate_limited(retry_after=40)
    with pytest.raises(RateLimited) as limited:
        await overhearing.read()
    assert limited.value.until is not None
    assert limited.value.until > clock.now()


@pytest.mark.parametrize("shape", SHAPES)
async def test_nonsense_is_a_word_and_never_a_mention(overhearing, shape):
    overhearing.fake.say("julie", "Une lampe")
    _, cursor = await overhearing.read_on()
    overhearing.fake.faults.garble(shape)
    for at in ("", cursor):
        with suppress(Temporary, Permanent, RateLimited):
            assert (await overhearing.read(at)).messages == ()


# ── Places ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def has_address(ear):
    if not ear.network.can("auth"):
        pytest.skip("it is searched, at one address for all")


async def test_a_place_is_found_from_any_of_its_pages(overhearing):
    has_address(overhearing)
    for page in ("", "/", "/search", "/search?q=lampe"):
        connected = await overhearing.network.auth.connect(Connection(overhearing.fake.url + page, overhearing.connection.http), {})
        assert connected.base_url == overhearing.fake.url
        assert "sandbox" in connected.name
        assert (await overhearing.network.auth.check(Connection(connected.base_url, overhearing.connection.http))).name == connected.name


async def test_a_place_shows_the_sign_that_its_manifest_names(overhearing):
    has_address(overhearing)
    home = await overhearing.connection.http.get(overhearing.fake.url + "/")
    shown = "\n".join([*(f"{name}: {value}" for name, value in home.headers.items()), home.text]).lower()
    signs = overhearing.network.manifest.auth["signs"]
    assert [sign for sign in signs if sign != sign.lower()] == []
    assert any(sign in shown for sign in signs)


async def test_another_site_is_not_taken_for_one(overhearing):
    has_address(overhearing)
    overhearing.fake.faults.garble("html")
    with pytest.raises(Permanent) as refused:
        await overhearing.network.auth.connect(Connection(overhearing.fake.url, overhearing.connection.http), {})
    assert refused.value.code == "not_this"


async def test_a_place_for_members_only_says_so(overhearing):
    has_address(overhearing)
    overhearing.fake.private = True
    with pytest.raises(Permanent):
        await overhearing.read()
