"""What is heard on the streams: frames of any kind survived, places kept, gaps said."""

import json
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import Permanent, Temporary
from diapason.networks.bluesky import firehose, frames, jetstream, stream
from diapason.networks.bluesky.tests import streaming as made

NOON = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
MICROSECONDS = int(NOON.timestamp() * 1_000_000)


def event(number: int, text: str = "Bonjour", *, operation: str = "create", **more: object) -> str:
    commit: dict[str, Any] = {"rev": "3l", "operation": operation, "collection": "app.bsky.feed.post", "rkey": f"k{number}", "cid": "bafy"}
    commit |= {"record": made.post(text)} if operation == "create" else {}
    return json.dumps({"did": made.DID, "time_us": MICROSECONDS + number, "kind": "commit", "commit": commit, **more})


def asked(socket) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(socket.request.path).query).items()}


async def heard(address: str, cursor: str = "", until: int = 99):
    """What comes before it breaks, or the first so many messages; and how it broke."""
    found = []
    try:
        async with aclosing(stream.hear(Connection(address, httpx2.AsyncClient()), address, "", cursor)) as messages:
            async for each in messages:
                found.append(each)
                if len(found) == until:
                    return found, None
    except Temporary as error:
        return found, error
    raise AssertionError("a stream ends only by breaking")


class TestFrames:
    def test_a_post_is_read_from_the_archive_of_its_commit(self):
        record = made.post("Vive la lampe", langs=["fr-CA"], reply={"parent": {"uri": "at://x/y/z"}, "root": {"uri": "at://x/y/z"}})
        found = firehose.read(made.commit(17, ("create", "3lab", record)), "")
        [said] = found.said
        assert (found.cursor, found.at, found.unread) == ("17", NOON, False)
        assert said.remote_id == "at://did:plc:julie/app.bsky.feed.post/3lab"
        assert said.url == "https://bsky.app/profile/did:plc:julie/post/3lab"
        assert (said.text, said.language, said.parent_id) == ("Vive la lampe", "fr-CA", "at://x/y/z")
        assert (said.author.remote_id, said.author.name, said.sent_at) == ("did:plc:julie", "", NOON)

    def test_what_was_taken_back_and_who_left_is_said(self):
        assert firehose.read(made.commit(3, ("delete", "3lab", None)), "2").gone == ("at://did:plc:julie/app.bsky.feed.post/3lab",)
        left = {"seq": 4, "did": made.DID, "time": made.AT, "active": False, "status": "deleted"}
        assert firehose.read(made.frame("#account", left), "3").left == (made.DID,)
        assert firehose.read(made.frame("#account", left | {"status": "deactivated"}), "3").left == ()

    def test_a_block_that_is_not_what_its_name_says_is_no_post(self):
        cid, _ = made.block(made.post("Bonjour"))
        forged = made.car((cid, made.block(made.post("Je démissionne"))[1]))
        found = firehose.read(made.commit(5, ("create", "3lab", made.post("Bonjour")), blocks=forged), "4")
        assert (found.said, found.unread, found.cursor) == ((), True, "5")

    @pytest.mark.parametrize("record", [made.post(text=None), {"$type": "x"}, made.post(createdAt="demain"), made.post(langs={}, embed=[])])
    def test_odd_records_do_not_stop_the_stream(self, record):
        found = firehose.read(made.commit(6, ("create", "k", record), ("create", "l", made.post("Bien"))), "5")
        assert found.cursor == "6"
        assert [said.text for said in found.said][-1] == "Bien"

    @given(st.binary(max_size=300))
    def test_any_bytes_are_survived_and_the_place_is_kept(self, junk):
        assert firehose.read(junk, "41").cursor == "41"

    @given(st.data())
    def test_a_frame_that_is_damaged_anywhere_is_survived(self, data):
        whole = made.commit(7, ("create", "3lab", made.post("Bonjour")))
        place = data.draw(st.integers(0, len(whole) - 1))
        damaged = whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :]
        try:
            found = firehose.read(damaged, "6")
        except Temporary:
            return  # it reads as an error of the server
        assert all(said.text == "Bonjour" for said in found.said)  # damaged or not, no word is changed

    def test_nested_beyond_reason_is_survived(self):
        assert firehose.read(made.frame("#commit", {"seq": 1})[:-1] + b"\x81" * 200_000, "9").unread

    @given(st.binary(max_size=200))
    def test_any_archive_is_read_or_refused(self, junk):
        try:
            frames.blocks(junk)
        except frames.Malformed:
            return

    @given(st.integers(0, 2**62))
    def test_numbers_of_an_archive_are_read_as_they_were_written(self, number):
        assert frames.number(made.varint(number) + b"rest", 0) == (number, len(made.varint(number)))


class TestEvents:
    def test_posts_deletions_and_accounts(self):
        assert [said.text for said in jetstream.read(event(1, "Salut"), "").said] == ["Salut"]
        assert jetstream.read(event(2, operation="delete"), "").gone == ("at://did:plc:julie/app.bsky.feed.post/k2",)
        gone = {"did": made.DID, "time_us": 5, "kind": "account", "account": {"active": False, "status": "takendown"}}
        assert jetstream.read(json.dumps(gone), "").left == (made.DID,)

    @given(st.text(max_size=100) | st.binary(max_size=100))
    def test_anything_is_survived(self, junk):
        assert jetstream.read(junk, "41").cursor == "41"

    @given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.dictionaries(st.text(max_size=8), inner)))
    def test_any_object_is_survived(self, value):
        read = jetstream.read(json.dumps({**json.loads(event(1)), "commit": value}), "")
        assert read.said == ()

    def test_the_place_never_goes_back(self):
        assert jetstream.read(event(1), str(MICROSECONDS + 10)).cursor == str(MICROSECONDS + 10)


class TestConnections:
    async def test_a_jetstream_is_asked_for_posts_from_a_little_before_the_place(self, settings):
        seen = []

        async def talk(socket):
            seen.append(asked(socket))
            await made.says(socket, event(1), event(2))

        async with made.server(settings, talk, "/subscribe") as address:
            found, broke = await heard(address, str(MICROSECONDS))
        assert [each.cursor for each in found] == [str(MICROSECONDS + 1), str(MICROSECONDS + 2)]
        assert seen == [
            {"wantedCollections": "app.bsky.feed.post", "maxMessageSizeBytes": "1000000", "cursor": str(MICROSECONDS - jetstream.OVERLAP)}
        ]
        assert broke.code == "cut"

    @time_machine.travel("2026-11-24T10:00:00Z", tick=True)
    async def test_a_place_that_a_jetstream_no_longer_has_is_said(self, settings):
        late = json.loads(event(3)) | {"time_us": MICROSECONDS + 3600 * 24 * 1_000_000}

        async def talk(socket):
            await made.says(socket, json.dumps(late), json.dumps(late | {"time_us": late["time_us"] + 1}))

        async with made.server(settings, talk, "/subscribe") as address:
            found, _ = await heard(address, str(MICROSECONDS))
        assert [each.missed for each in found] == ["outdated_cursor", ""]

    async def test_silence_is_a_broken_line(self, settings, monkeypatch):
        monkeypatch.setattr(jetstream, "SILENCE", 0.1)

        async def talk(socket):
            await made.says(socket, event(1), stay=True)

        async with made.server(settings, talk, "/subscribe") as address:
            found, broke = await heard(address)
        assert (len(found), broke.code) == (1, "silent")

    async def test_an_outdated_place_is_said_with_what_comes_next(self, settings):
        async def talk(socket):
            assert asked(socket) == {"cursor": "3"}
            await made.says(socket, made.frame("#info", {"name": "OutdatedCursor"}), made.commit(90, ("create", "k", made.post())))

        async with made.server(settings, talk, firehose.PATH) as address:
            [found], _ = await heard(address, "3")
        assert (found.cursor, found.missed, len(found.said)) == ("90", "outdated_cursor", 1)

    async def test_a_server_that_began_anew_is_heard_from_now_on(self, settings):
        async def talk(socket):
            if asked(socket):
                await made.says(socket, made.frame("error", {"error": "FutureCursor", "message": "Cursor in the future."}))
            else:
                await made.says(socket, made.commit(2, ("create", "k", made.post())), made.commit(3))

        async with made.server(settings, talk, firehose.PATH) as address:
            found, _ = await heard(address, "900")
        assert [(each.cursor, each.missed) for each in found] == [("2", "future_cursor"), ("3", "")]

    async def test_a_message_that_is_too_large_is_left_behind_and_said(self, settings, monkeypatch):
        async def talk(socket):
            place = int(asked(socket).get("cursor", 0))
            stream = {1: made.commit(1, ("create", "k", made.post("Un"))), 2: made.commit(2, blobs=["x" * 5000]), 4: made.commit(4)}
            await made.says(socket, *[message for number, message in stream.items() if number > place], stay=True)

        monkeypatch.setattr(firehose, "LONGEST", 1000)
        async with made.server(settings, talk, firehose.PATH) as address:
            found, _ = await heard(address, "", until=3)
        assert [(each.cursor, each.unread) for each in found] == [("1", False), ("2", True), ("4", False)]

    async def test_a_consumer_that_is_too_slow_is_told(self, settings):
        async def talk(socket):
            await made.says(socket, made.frame("error", {"error": "ConsumerTooSlow"}))

        async with made.server(settings, talk, firehose.PATH) as address:
            found, broke = await heard(address, "3")
        assert (found, broke.code) == ([], "too_slow")

    async def test_a_server_is_heard_by_its_jetstream_if_it_has_one(self, settings):
        async def either(socket):
            await made.says(socket, stay=True)

        async def jetstream_alone(connection, request):
            return None if request.path.startswith(only) else connection.respond(404, "no such thing")

        for only in ("/subscribe", firehose.PATH):
            async with made.serve(either, "127.0.0.1", 0, process_request=jetstream_alone) as serving:
                port = serving.sockets[0].getsockname()[1]
                settings.TRUSTED_HOSTS = {f"127.0.0.1:{port}"}
                connection = Connection("", httpx2.AsyncClient())
                assert await stream.find(connection, f"http://127.0.0.1:{port}") == f"ws://127.0.0.1:{port}{only}"
                with pytest.raises(Permanent):
                    await stream.find(connection, f"http://127.0.0.1:{port}/elsewhere")


class TestIntroductions:
    async def test_accounts_are_named_by_the_view_of_the_network(self):
        seen = []

        def answer(request: httpx2.Request) -> httpx2.Response:
            seen.append((request.url.host, request.url.params.get_list("actors")))
            profile = {"did": "did:plc:a", "handle": "julie.example", "displayName": "Julie", "followersCount": 12}
            return httpx2.Response(200, json={"profiles": [profile]})

        client = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
        address = "wss://jetstream2.us-east.bsky.network/subscribe"
        known = await stream.introduce(Connection(address, client), address, ["did:plc:a", "did:plc:b"])
        assert seen == [("public.api.bsky.app", ["did:plc:a", "did:plc:b"])]
        assert {did: (each.name, each.handle, each.followers) for did, each in known.items()} == {
            "did:plc:a": ("Julie", "julie.example", 12)
        }

    async def test_what_they_said_does_not_wait_for_a_view_that_is_away(self):
        client = httpx2.AsyncClient(transport=httpx2.MockTransport(lambda request: httpx2.Response(502)))
        address = "ws://pds.example/xrpc/com.atproto.sync.subscribeRepos"
        assert await stream.introduce(Connection(address, client), address, ["did:plc:a"]) == {}
