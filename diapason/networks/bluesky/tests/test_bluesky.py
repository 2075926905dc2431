"""What is particular to the AT Protocol."""

import asyncio
import json
import uuid
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest

from diapason.core import clock
from diapason.core.crypto import Sealed
from diapason.networks.base import registry
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Attachment, Card, Content, Kind, ReplyTo
from diapason.networks.base.errors import Permanent, RateLimited, Reauth, Temporary, Unknown
from diapason.networks.bluesky import auth, converse, dpop, facets, insights, publish, records, refusals, sessions
from diapason.networks.conformance import specs
from diapason.networks.conformance.bench import ACCOUNT, OTHER, bench_of

RETURN = "https://diapason.example/networks/return/"


@pytest.fixture
async def bench():
    async with bench_of(registry.get("bluesky")) as bench:
        yield bench


def written(bench):
    """The records of our account, oldest first."""
    return [row["record"] for row in bench.fake.state["posts"].values() if row["did"] == bench.connection.account_id]


# ── Keys of records ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_record_key_is_a_tid_and_always_the_same_for_a_delivery():
    keys = {records.key_for(f"{uuid.uuid4()}-0") for _ in range(2000)}
    assert len(keys) == 2000
    assert all(len(key) == 13 and key[0] in "234567abcdefghij" and set(key) <= set(records.SIGNS) for key in keys)
    assert records.key_for("a-0") == records.key_for("a-0") != records.key_for("a-1")


def test_a_record_key_looks_like_the_past():
    """A key of the future would be refused by some servers."""
    moment = int("".join(f"{records.SIGNS.index(sign):05b}" for sign in records.key_for("x")), 2) >> 10
    assert records.EPOCH <= moment < clock.now().timestamp() * 1_000_000


def test_tids_are_those_of_the_interoperability_files():
    folder = specs.folder("atproto")
    if folder is None:
        pytest.skip("skipped: ../shared/specs/atproto is not on this machine")
    from diapason.networks.bluesky.tests.lexicons import FORMATS

    syntax = folder / "interop-test-files/syntax"
    for name, wanted in (("valid", True), ("invalid", False)):
        lines = [line for line in (syntax / f"tid_syntax_{name}.txt").read_text().splitlines() if line and not line.startswith("#")]
        assert lines
        assert [line for line in lines if bool(FORMATS["tid"].fullmatch(line)) is not wanted] == []


# ── Facets ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Voir https://example.com/a?b=1.", [("link", "https://example.com/a?b=1", "https://example.com/a?b=1")]),
        ("example.com et bsky.app", [("link", "https://example.com", "example.com"), ("link", "https://bsky.app", "bsky.app")]),
        ("(https://example.com/a_(b))", [("link", "https://example.com/a_(b)", "https://example.com/a_(b)")]),
        ("Merci @olga.test, vraiment", [("mention", "olga.test", "@olga.test")]),
        ("Merci @olga.bsky.social.", [("mention", "olga.bsky.social", "@olga.bsky.social")]),
        ("olga@example.com", []),
        ("@olga", []),
        ("#déco, #2026 #Été2026! #️⃣", [("tag", "déco", "#déco"), ("tag", "Été2026", "#Été2026")]),
        ("a#b", []),
        ("#" + "a" * 65, []),
        ("#" + "é" * 64, [("tag", "é" * 64, "#" + "é" * 64)]),
        ("👩‍👩‍👧‍👦 @olga.test #مرحبا", [("mention", "olga.test", "@olga.test"), ("tag", "مرحبا", "#مرحبا")]),
    ],
)
def test_links_mentions_and_tags_are_found(text, found):
    assert [(one.kind, one.value, text[one.start : one.end]) for one in facets.find(text)] == found


async def test_facets_are_measured_in_bytes_and_name_accounts(bench):
    did = bench.fake.join("olga.test")
    text = "👩‍👩‍👧‍👦 é @olga.test, https://example.com/é #déco @personne.test"
    await bench.send(Content((text,)))
    data = text.encode()
    shown = [
        (data[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(), facet["features"][0])
        for facet in written(bench)[0]["facets"]
    ]
    assert shown == [
        ("@olga.test", {"$type": "app.bsky.richtext.facet#mention", "did": did}),
        ("https://example.com/é", {"$type": "app.bsky.richtext.facet#link", "uri": "https://example.com/é"}),
        ("#déco", {"$type": "app.bsky.richtext.facet#tag", "tag": "déco"}),
    ]


def test_a_hashtag_that_is_too_long_is_a_warning():
    problems = publish.check(Content(("#" + "a" * 65,)), {})
    assert [(problem.code, problem.level) for problem in problems] == [("tag_too_long", "warning")]


# ── Records ──────────────────────────────────────────────────────────────────────────────────────────────────────────
async def test_pictures_carry_their_description_and_their_ratio(bench):
    await bench.send(Content(("Photo",), attachments=(bench.image(alt="Une lampe"), bench.image("b.png", alt="", colour="red"))))
    images, square = written(bench)[0]["embed"]["images"], {"width": 64, "height": 64}
    assert [(image["alt"], image["aspectRatio"]) for image in images] == [("Une lampe", square), ("", square)]


async def test_a_link_card_has_its_picture_unless_it_is_too_heavy(bench):
    image = bench.image("card.png")
    card = Card("https://example.com/", "Titre", "Résumé", image.file)
    await bench.send(Content(("Lien",), card=card))
    assert written(bench)[0]["embed"]["external"]["thumb"]["mimeType"] == "image/png"
    bench.files["card.png"] = b"x" * 1_000_001
    await bench.send(Content(("Lien lourd",), card=card))
    assert written(bench)[1]["embed"]["external"] == {"uri": "https://example.com/", "title": "Titre", "description": "Résumé"}


async def test_a_picture_that_is_too_heavy_is_refused_with_a_reason(bench):
    image = bench.image()
    bench.files[image.file] = b"x" * 2_000_001
    with pytest.raises(Permanent) as refused:
        await bench.send(Content(("Photo",), attachments=(image,)))
    assert refused.value.code == "media_refused"


async def test_a_video_is_embedded(bench):
    bench.files["v.mp4"] = b"video"
    await bench.send(Content(("Film",), attachments=(Attachment("v.mp4", "video/mp4", 5, 1080, 1920, 12, "Un chat"),)))
    embed = written(bench)[0]["embed"]
    assert (embed["$type"], embed["alt"], embed["aspectRatio"]) == ("app.bsky.embed.video", "Un chat", {"width": 1080, "height": 1920})


async def test_a_thread_names_its_root_and_its_parent(bench):
    done = await bench.send(Content(("Un", "Deux", "Trois")))
    replies = [record.get("reply") for record in written(bench)]
    ids = [{"uri": result.remote_id, "cid": result.data["cid"]} for result in done]
    assert replies == [None, {"root": ids[0], "parent": ids[0]}, {"root": ids[0], "parent": ids[1]}]


async def test_a_thread_that_answers_somebody_keeps_their_root(bench):
    fake = bench.fake
    await bench.send(Content(("Racine",)))
    fake.react(fake.published()[0].id, "reply", OTHER, "Une question")
    (asked,) = (await converse.read(bench.connection, "notifications", "")).messages
    await bench.send(Content(("Un", "Deux"), reply_to=ReplyTo(asked.remote_id, asked.thread_id, asked.author.handle, asked.data)))
    root = fake.published()[0].id
    assert [record["reply"]["root"]["uri"] for record in written(bench)[1:]] == [root, root]


async def test_an_answer_without_its_hash_asks_for_it(bench):
    done = await bench.send(Content(("Racine",)))
    await bench.send(Content(("Réponse",), reply_to=ReplyTo(done[0].remote_id)))
    assert written(bench)[1]["reply"]["parent"]["cid"] == done[0].data["cid"]


async def test_a_record_that_is_there_already_is_ours_whatever_its_date(bench, time_machine):
    step = bench.plan(Content(("Bonjour",)))[0]
    first = await publish.perform(bench.connection, step, [])
    time_machine.move_to(clock.now() + timedelta(minutes=30))
    assert await publish.perform(bench.connection, step, []) == first
    assert len(written(bench)) == 1


# ── Refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("status", "name", "words", "error", "code"),
    [
        (400, "InvalidRequest", "Invalid record: grapheme too big (maximum 300, got 301) at $.record.text", Permanent, "too_long"),
        (400, "InvalidRequest", "Invalid record: string too big (maximum 3000, got 3001) at $.record.text", Permanent, "too_long"),
        (400, "BlobNotFound", "Could not find blob: bafk", Permanent, "media_lost"),
        (400, "InvalidRequest", "blob too big (maximum 2000000, got 2000001) at $.record.embed", Permanent, "media_refused"),
        (413, "PayloadTooLarge", "request entity too large", Permanent, "media_refused"),
        (400, "RecordNotFound", "Could not locate record", Permanent, "not_found"),
        (400, "ExpiredToken", "Token has been revoked", Reauth, "session_ended"),
        (400, "InvalidToken", "Token could not be verified", Reauth, "session_ended"),
        (401, "AuthFactorTokenRequired", "A sign in code has been sent", Reauth, "app_password_wanted"),
        (403, "AccountTakedown", "Account has been taken down", Permanent, "account_disabled"),
        (500, "InternalServerError", "Internal Server Error", Unknown, ""),
        (429, "RateLimitExceeded", "Rate Limit Exceeded", RateLimited, ""),
    ],
)
def test_a_refusal_is_understood_by_its_name_and_words(status, name, words, error, code):
    refused = refusals.refusal(httpx2.Response(status, json={"error": name, "message": words}), mutation=True)
    assert refused
    assert (type(refused), refused.code) == (error, code)


def test_every_code_of_a_refusal_has_its_sentence():
    strings = registry.get("bluesky").strings["en"]
    assert [code for code in refusals.CODES.values() if f"errors.{code}" not in strings] == []


async def test_a_server_without_an_application_view_says_so_and_waits(bench):
    bench.fake.faults.add("status", status=502, path="app.bsky.")
    for read in (converse.read(bench.connection, "notifications", ""), insights.account(bench.connection)):
        with pytest.raises(Temporary) as away:
            await read
        assert away.value.code == "no_appview"


async def test_recent_posts_come_from_the_records_where_there_is_no_application_view(bench):
    for text in ("Un", "Deux", "Trois"):
        await bench.send(Content((text,)))
        await asyncio.sleep(0.002)
    bench.fake.faults.add("status", status=502, path="app.bsky.")
    assert [post.text for post in await publish.recent(bench.connection, 2)] == ["Trois", "Deux"]


async def test_its_rate_limit_says_when(bench):
    bench.fake.points[0].limit = 2
    with pytest.raises(RateLimited) as limited:
        await bench.send(Content(("Bonjour",)))
    assert limited.value.until is not None
    assert timedelta(minutes=59) < limited.value.until - clock.now() < timedelta(minutes=61)


async def test_signing_in_too_often_is_a_rate_limit(bench):
    link = Connection(bench.fake.url, bench.http)
    for _ in range(29):
        await auth.connect(link, bench.fake.fields(ACCOUNT))
    with pytest.raises(RateLimited):
        await auth.connect(link, bench.fake.fields(ACCOUNT))


# ── Accesses ─────────────────────────────────────────────────────────────────────────────────────────────────────────
async def test_an_access_about_to_end_is_renewed_before_the_call(bench, time_machine):
    time_machine.move_to(clock.now() + timedelta(hours=2) - timedelta(seconds=30))
    await publish.recent(bench.connection, 1)
    statuses = [exchange.response.status_code for exchange in bench.recording.exchanges]
    assert 400 not in statuses
    assert len(bench.saved) == 1


async def test_two_connections_to_one_account_renew_once_and_share_what_is_saved(bench):
    store = {"now": bench.connection.credentials}

    @asynccontextmanager
    async def turn():
        yield store["now"]

    async def keep(credentials):
        await bench.keep(credentials)
        store["now"] = credentials

    links = [replace(bench.connection, turn=turn, keep=keep) for _ in range(4)]
    bench.fake.expire()
    await asyncio.gather(*(publish.recent(link, 1) for link in links))
    assert len(bench.saved) == 1
    assert all(link.credentials == store["now"] for link in links)


async def test_a_renewal_that_is_refused_needs_a_person(bench):
    bench.fake.expire()
    bench.fake.state["refreshes"].clear()
    with pytest.raises(Reauth) as ended:
        await publish.recent(bench.connection, 1)
    assert ended.value.code == "session_ended"
    assert bench.saved == []


async def test_a_renewal_that_cannot_be_made_now_is_tried_again(bench):
    bench.fake.expire()
    bench.fake.faults.unavailable(path="refreshSession")
    with pytest.raises(Temporary):
        await bench.send(Content(("Bonjour",)))
    bench.fake.faults.clear()
    await bench.send(Content(("Bonjour",)))
    assert len(written(bench)) == 1


@pytest.mark.parametrize("access", ["", "abc", "a.b.c", "a.e30.c", "a.bm90IGpzb24.c"])
def test_an_access_that_does_not_say_when_it_ends_is_tried(access):
    assert not sessions.ends_within(Sealed(access=access), 60, clock.now())


def test_a_document_names_the_server_only_of_its_own_account():
    service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://pds.example"}
    assert auth.server_of({"id": "did:plc:a", "service": [service]}, "did:plc:a") == "https://pds.example"
    assert auth.server_of({"id": "did:plc:b", "service": [service]}, "did:plc:a") == ""
    assert auth.server_of({"id": "did:plc:a", "service": [{**service, "serviceEndpoint": "file:///etc"}]}, "did:plc:a") == ""


# ── OAuth ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
async def by_oauth(bench):
    """The bench, connected through the sign-in page."""
    link = Connection(bench.fake.url, bench.http)
    begun = await auth.authorize(link, RETURN)
    page = httpx2.URL(begun.url)
    agreed = await bench.http.get(page.copy_merge_params({"account": ACCOUNT}))
    connected = await auth.complete(link, RETURN, begun.secrets, dict(httpx2.URL(agreed.headers["location"]).params))
    bench.connection.credentials, bench.connection.account_id = connected.credentials, connected.account_id
    return bench


async def test_every_call_proves_possession_of_the_key(by_oauth):
    dpop._nonces.clear()
    await by_oauth.send(Content(("Par OAuth",)))
    assert by_oauth.posts() == ["Par OAuth"]
    sent = by_oauth.recording.exchanges[-1].request
    assert sent.headers["authorization"].startswith("DPoP ")
    assert "d" not in json.loads(decoded(sent.headers["dpop"].split(".")[0]))["jwk"]


def decoded(part):
    import base64

    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


async def test_a_stolen_token_is_worth_nothing_without_the_key(by_oauth):
    by_oauth.connection.credentials = Sealed(by_oauth.connection.credentials, dpop_key=dpop.new_key(), refresh="none")
    with pytest.raises(Reauth):
        await by_oauth.send(Content(("Volé",)))


async def test_a_token_that_ended_is_renewed_once_and_its_refresh_used_once(by_oauth):
    before = by_oauth.connection.credentials["refresh"]
    by_oauth.fake.expire()
    await asyncio.gather(*(publish.recent(by_oauth.connection, 1) for _ in range(5)))
    assert len(by_oauth.saved) == 1
    assert by_oauth.connection.credentials["refresh"] != before


async def test_an_answer_of_another_server_is_refused(bench):
    link = Connection(bench.fake.url, bench.http)
    begun = await auth.authorize(link, RETURN)
    with pytest.raises(Permanent) as refused:
        await auth.complete(link, RETURN, begun.secrets, {"code": "x", "iss": "https://evil.example", "state": begun.state})
    assert refused.value.code == "other_account"


def test_our_document_is_what_the_protocol_wants():
    document = auth.client_document(RETURN)
    assert document["client_id"] == "https://diapason.example/networks/bluesky/client.json"
    assert document["redirect_uris"] == [RETURN]
    assert document["dpop_bound_access_tokens"] is True
    assert "atproto" in document["scope"].split()


def test_on_this_machine_no_document_is_needed():
    assert auth.client_id(auth.returning("http://localhost:8000/back/")).startswith("http://localhost?redirect_uri=http%3A%2F%2F127.0.0.1")


# ── Conversations ────────────────────────────────────────────────────────────────────────────────────────────────────
async def test_a_mention_elsewhere_and_a_quote_are_mentions(bench):
    fake = bench.fake
    sent = (await bench.send(Content(("Notre annonce",))))[0]
    olga, us = fake.join(OTHER), bench.connection.account_id
    mention = {"index": {"byteStart": 0, "byteEnd": 5}, "features": [{"$type": "app.bsky.richtext.facet#mention", "did": us}]}
    base = {"$type": records.COLLECTION, "text": "Voyez cela", "createdAt": "2026-11-21T10:00:00.000Z"}
    fake.write(olga, f"at://{olga}/{records.COLLECTION}/{fake.next_key()}", {**base, "facets": [mention]}, 3)
    embed = {"$type": "app.bsky.embed.record", "record": {"uri": sent.remote_id, "cid": sent.data["cid"]}}
    row = {"uri": f"at://{olga}/{records.COLLECTION}/{fake.next_key()}", "cid": "bafy", "record": {**base, "embed": embed}}
    fake.notify(us, "quote", olga, row)
    plain, quote = (await converse.read(bench.connection, "notifications", "")).messages
    assert (plain.kind, plain.subject_id) == (Kind.MENTION, "")
    assert (quote.kind, quote.subject_id) == (Kind.MENTION, sent.remote_id)


async def test_likes_and_follows_are_not_messages(bench):
    await bench.send(Content(("Bonjour",)))
    bench.fake.react(bench.fake.published()[0].id, "like", OTHER)
    assert (await converse.read(bench.connection, "notifications", "")).messages == ()


async def test_a_thread_whose_root_is_gone_is_still_read(bench):
    await bench.send(Content(("Racine",)))
    root = bench.fake.published()[0].id
    bench.fake.react(root, "reply", OTHER, "Orphelin")
    del bench.fake.state["posts"][root]
    (message,) = (await converse.read(bench.connection, "notifications", "")).messages
    assert (message.text, message.thread_id) == ("Orphelin", root)
