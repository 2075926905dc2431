"""Streams: heard once for every brand, kept where a query finds them, with the place that they were heard to."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from asgiref.sync import sync_to_async
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from diapason.core import clock
from diapason.inbox.tests.double import JULIE, THEO, said
from diapason.listening import wording
from diapason.listening.models import Query, Source, Wire
from diapason.listening.queries.document import Document
from diapason.listening.queries.matching import matches
from diapason.listening.queries.nodes import And, Field, Near, Not, Or, Phrase, Title, Word
from diapason.listening.sources import condition, managing
from diapason.listening.sources.lost import Lost
from diapason.listening.sources.streams import gathering, keeping, listener, wires
from diapason.listening.sources.streams.harvest import Harvest
from diapason.listening.sources.streams.nets import Net, Nets
from diapason.listening.store import store
from diapason.listening.store.base import Search
from diapason.networks.base.content import Author, Heard
from diapason.networks.base.errors import Permanent, Temporary
from diapason.territory.models import Space
from diapason.workspaces.members import member_of

AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
WHO = Author("u-nobody", "", "")


def heard(number: int, text: str = "", **more) -> Heard:
    post = said(f"https://radio.example/{number}", text or f"Bonjour {number}", by=more.pop("by", JULIE), **more)
    return Heard(str(number), AT + timedelta(seconds=number), (post,))


def harvest(*messages: Heard, since: str = "") -> Harvest:
    found = Harvest(since)
    found.add(messages)
    return found


def kept(brand) -> list[str]:
    return sorted(mention.text for mention in store().search(Search(brand.pk), 50).mentions)


@pytest.fixture
def offer(radio):
    return wires.Offer(radio, "wss://radio.example/subscribe")


@pytest.fixture
def stream(owner, radio, offer) -> Source:
    return wires.add(owner, offer)


@pytest.fixture
def elsewhere(olga, offer) -> Source:
    """Another brand that listens to the same stream, for “Théo”."""
    member = member_of(olga, "ailleurs")
    wording.listen_for(member, "Théo", Query.Purpose.BRAND, "theo")
    return wires.add(member, offer)


# ── Which posts are looked at ────────────────────────────────────────────────────────────────────────────────────────
WORDS = st.sampled_from(["lampe", "lumen", "prix", "retard"])
FIELDS = st.sampled_from([("lang", "fr"), ("sentiment", "negative"), ("author", "julie"), ("site", "radio.example"), ("url", "abc")])
LEAVES = st.one_of(
    WORDS.map(Word),
    st.tuples(WORDS, WORDS).map(Phrase),
    st.builds(Near, WORDS.map(Word), WORDS.map(Word), st.integers(1, 4), st.booleans()),
    FIELDS.map(lambda pair: Field(pair[0], ":", pair[1])),
    st.just(Field("followers", ">", "10")),
)
NODES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
        inner.map(Not),
        WORDS.map(lambda word: Title(Word(word))),
    ),
    max_leaves=8,
)
FACTS = st.fixed_dictionaries(
    {
        "lang": st.sampled_from([["fr"], ["en"], []]),
        "sentiment": st.sampled_from([["negative"], []]),
        "author": st.sampled_from([["Julie"], []]),
    }
)


@given(
    node=NODES,
    text=st.lists(WORDS, max_size=6).map(" ".join),
    facts=FACTS,
    followers=st.sampled_from([None, 5, 50]),
    url=st.sampled_from(["", "https://radio.example/abc"]),
)
def test_what_a_query_finds_is_always_caught(node, text, facts, followers, url):
    whole = Document(text, url=url, followers=followers, facts=facts)
    if matches(node, whole):
        assert Net({(1, 1): node}).caught_by(replace(said("1", text), url=url)) == {1}


def test_a_query_that_words_can_answer_leaves_the_rest_out():
    net = Net({(1, 1): And((Word("lampe"), Field("sentiment", ":", "negative"))), (2, 2): Field("lang", ":", "fr")})
    assert net.caught_by(said("1", "Une lampe")) == {1, 2}
    assert net.caught_by(said("2", "Une chaise")) == {2}
    assert net.open == {2}


# ── Keeping ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
class TestKeeping:
    def test_each_brand_keeps_what_its_queries_find(self, brand, stream, elsewhere, ask):
        ask('"Bonjour 2"')
        wire = Wire.objects.get()
        new = keeping.keep(wire, Nets(), harvest(heard(1), heard(2), heard(3, "Théo est là")), {})
        assert (new, kept(brand), kept(elsewhere.workspace)) == (2, ["Bonjour 2"], ["Théo est là"])
        wire.refresh_from_db()
        assert (wire.cursor, wire.heard, wire.sent_at) == ("3", 3, AT + timedelta(seconds=3))
        stream.refresh_from_db()
        assert (stream.brought, stream.read_at is not None) == (1, True)

    def test_a_listener_that_is_behind_keeps_nothing(self, brand, stream, ask):
        ask("bonjour")
        mine, theirs = Wire.objects.get(), Wire.objects.get()
        keeping.keep(theirs, Nets(), harvest(heard(1), heard(2)), {})
        with pytest.raises(Lost):
            keeping.keep(mine, Nets(), harvest(heard(1)), {})
        assert Wire.objects.get().cursor == "2"
        assert Source.objects.get(pk=stream.pk).brought == 2

    def test_what_is_heard_again_is_not_counted_again(self, brand, stream, ask):
        ask("bonjour")
        keeping.keep(Wire.objects.get(), Nets(), harvest(heard(1)), {})
        assert keeping.keep(Wire.objects.get(), Nets(), harvest(heard(1), heard(2)), {}) == 1
        assert Source.objects.get(pk=stream.pk).brought == 2

    def test_what_is_taken_back_is_forgotten_and_does_not_come_back(self, brand, stream, ask):
        ask("bonjour")
        keeping.keep(Wire.objects.get(), Nets(), harvest(heard(1), heard(2)), {})
        keeping.keep(Wire.objects.get(), Nets(), harvest(Heard("3", AT, gone=("https://radio.example/1", "https://radio.example/77"))), {})
        assert kept(brand) == ["Bonjour 2"]
        keeping.keep(Wire.objects.get(), Nets(), harvest(heard(1)), {})
        assert kept(brand) == ["Bonjour 2"]

    def test_what_is_said_and_taken_back_at_once_is_not_kept(self, brand, stream, ask):
        ask("bonjour")
        keeping.keep(Wire.objects.get(), Nets(), harvest(heard(1), Heard("2", AT, gone=("https://radio.example/1",))), {})
        assert kept(brand) == []

    def test_those_who_leave_take_all_they_said_with_them(self, brand, stream, ask):
        ask("bonjour")
        keeping.keep(Wire.objects.get(), Nets(), harvest(heard(1), heard(2, by=THEO)), {})
        keeping.keep(Wire.objects.get(), Nets(), harvest(Heard("3", AT, left=(JULIE.remote_id, "u-unknown"))), {})
        assert kept(brand) == ["Bonjour 2"]

    def test_strangers_are_introduced_before_queries_are_asked(self, brand, stream, ask):
        ask("bonjour AND followers:>1000")
        wire, found = Wire.objects.get(), harvest(heard(1, by=WHO), heard(2, "Autre chose", by=replace(WHO, remote_id="u-other")))
        assert keeping.strangers(wire, Nets(), found.said.values()) == ["u-nobody"]
        keeping.keep(wire, Nets(), found, {"u-nobody": replace(JULIE, remote_id="u-nobody", followers=5000)})
        [mention] = store().search(Search(brand.pk), 5).mentions
        assert (mention.author, mention.author_name, mention.followers) == ("radio:u-nobody", "Julie Marchand", 5000)

    def test_a_query_that_is_written_meanwhile_is_asked(self, brand, stream, ask):
        nets = Nets()
        keeping.keep(Wire.objects.get(), nets, harvest(heard(1)), {})
        ask("bonjour")
        keeping.keep(Wire.objects.get(), nets, harvest(heard(2)), {})
        assert kept(brand) == ["Bonjour 2"]

    def test_a_brand_that_pauses_does_not_keep_the_others_from_hearing(self, brand, stream, elsewhere, owner, ask):
        ask("theo")
        managing.pause(owner, stream)
        keeping.keep(Wire.objects.get(), Nets(), harvest(heard(1, "Théo")), {})
        assert (kept(brand), kept(elsewhere.workspace)) == ([], ["Théo"])

    def test_what_could_not_be_heard_is_said(self, stream):
        keeping.keep(Wire.objects.get(), Nets(), harvest(heard(1)), {})
        keeping.keep(Wire.objects.get(), Nets(), harvest(replace(heard(60), missed="outdated_cursor")), {})
        wire = Wire.objects.get()
        assert (wire.missed, wire.missed_since, wire.missed_until) == (
            "outdated_cursor",
            AT + timedelta(seconds=1),
            AT + timedelta(seconds=60),
        )
        assert condition.missed(Source.objects.get())

    def test_a_stream_that_is_heard_late_says_how_late(self, stream):
        keeping.keep(Wire.objects.get(), Nets(), harvest(replace(heard(1), at=clock.now() - timedelta(minutes=9))), {})
        source = Source.objects.get()
        assert condition.of(source).label == "Slowed"
        assert "9 minutes late" in condition.trouble(source)

    def test_failures_are_told_to_every_brand_and_tried_later_each_time(self, stream, elsewhere):
        begun = clock.now()
        for _ in range(3):
            keeping.fail(Wire.objects.get(), Temporary("", code="cut"))
        next_at = Wire.objects.get().next_at
        assert next_at
        assert next_at >= begun + 4 * keeping.FIRST_WAIT
        assert {(each.failures, each.error_code) for each in Source.objects.all()} == {(3, "cut")}
        stream.refresh_from_db()
        assert condition.of(stream).tone == "bad"
        assert condition.trouble(stream)
        keeping.keep(Wire.objects.get(), Nets(), harvest(heard(1)), {})
        assert {each.failures for each in Source.objects.all()} == {0}


# ── Listening ────────────────────────────────────────────────────────────────────────────────────────────────────────
async def eventually(ask, seconds: float = 60) -> None:
    async with asyncio.timeout(seconds):
        while not await sync_to_async(ask)():  # noqa: ASYNC110 - it is the database that changes
            await asyncio.sleep(0.02)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(listener, "LOOK", 0.05)
    monkeypatch.setattr(gathering, "EACH", 0.01)
    monkeypatch.setattr(keeping, "FIRST_WAIT", timedelta(milliseconds=10))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("quick")
class TestListening:
    async def test_one_connection_serves_every_brand_and_goes_on_where_it_broke(self, brand, radio, stream, elsewhere, ask):
        await sync_to_async(ask)("bonjour")
        radio.stream.talks = [[heard(1), heard(2, "Théo"), Temporary("", code="cut")], [heard(2, "Théo"), heard(3)]]
        stop = asyncio.Event()
        two = [asyncio.create_task(listener.listen(stop)) for _ in range(2)]  # as two workers would
        await eventually(lambda: kept(brand) == ["Bonjour 1", "Bonjour 3"])
        stop.set()
        await asyncio.gather(*two)
        assert radio.stream.asked == [("", ""), ("", "2")]
        assert await sync_to_async(kept)(elsewhere.workspace) == ["Théo"]

    async def test_where_one_server_fails_the_next_is_heard_from_the_same_place(self, brand, radio, stream, ask):
        await sync_to_async(ask)("bonjour")
        servers = ["wss://radio.example/subscribe", "wss://other.example/subscribe"]
        radio.manifest = replace(radio.manifest, stream={"account": False, "servers": servers})
        cut = Temporary("", code="cut")
        radio.stream.talks = [[heard(1), cut], [cut], [heard(2)]]
        stop = asyncio.Event()
        task = asyncio.create_task(listener.listen(stop))
        await eventually(lambda: kept(brand) == ["Bonjour 1", "Bonjour 2"])
        stop.set()
        await task
        assert radio.stream.lines == [*servers, servers[0]]
        assert radio.stream.asked[1:] == [("", "1"), ("", "1")]

    async def test_a_reader_that_breaks_is_told_and_tried_again(self, brand, radio, stream, ask):
        await sync_to_async(ask)("bonjour")
        radio.stream.talks = [[RuntimeError("a bug")], [heard(1)]]
        stop = asyncio.Event()
        task = asyncio.create_task(listener.listen(stop))
        await eventually(lambda: kept(brand) == ["Bonjour 1"])
        stop.set()
        await task

    async def test_a_stream_that_nobody_wants_any_more_is_left(self, radio, stream, owner):
        radio.stream.talks = [[heard(1)]]
        stop = asyncio.Event()
        task = asyncio.create_task(listener.listen(stop))
        await eventually(lambda: Wire.objects.get().cursor == "1")
        await sync_to_async(managing.pause)(owner, stream)
        await eventually(lambda: radio.stream.open == 0)
        await sync_to_async(managing.resume)(owner, stream)
        radio.stream.talks = [[heard(9)]]
        await eventually(lambda: Wire.objects.get().cursor == "9")
        stop.set()
        await task
        assert radio.stream.asked == [("", ""), ("", "")]  # from now on, not from where it was left


async def test_what_came_before_the_end_is_given_before_it():
    async def stream():
        for number in range(2500):
            yield heard(number)
        raise Temporary("", code="cut")

    found: list[int] = []

    async def listen() -> None:
        async for some in gathering.gathered(stream(), each=0):
            found.append(len(some))  # noqa: PERF401 - what came before it broke

    with pytest.raises(Temporary):
        await listen()
    assert sum(found) == 2500
    assert max(found) <= gathering.MOST


# ── Choosing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
class TestChoosing:
    def test_brands_share_a_wire_and_none_has_two(self, owner, stream, elsewhere, offer):
        assert Wire.objects.count() == 1
        with pytest.raises(managing.AlreadyThere):
            wires.add(owner, offer)
        managing.remove(owner, stream)
        assert wires.add(owner, offer).pk == stream.pk

    def test_a_network_with_accounts_is_heard_through_a_space_for_its_brand_alone(self, owner, radio, space):
        radio.manifest = replace(radio.manifest, stream={"account": True, "tags": True})
        offer = next(each for each in wires.offers(owner) if each.space == space)
        source = wires.add(owner, offer, words=" #Lampes ")
        assert source.wire
        assert (source.words, source.wire.space, str(source)) == ("#lampes", space, f"#lampes · {space}")
        assert Wire.objects.get() in wires.wanted()
        Space.objects.filter(pk=space.pk).update(state=Space.State.NEEDS_RECONNECT)
        assert list(wires.wanted()) == []
        with pytest.raises(managing.CannotAdd, match="one tag"):
            wires.add(owner, offer, words="deux mots")

    def test_the_sandbox_is_offered_where_the_brand_tries_it(self, owner, radio, space):
        Space.objects.filter(pk=space.pk).update(sandbox=True)
        [offer] = [each for each in wires.offers(owner) if each.network is radio]
        assert (offer.address, str(offer)) == (space.base_url, f"Radio · {space} · Sandbox")

    def test_the_screen_adds_one_and_says_what_is_wrong(self, client, yanis, brand, radio):
        client.force_login(yanis)
        url = reverse("new_stream", args=[brand.slug])
        page = client.get(url)
        assert "There is no query yet" in page.text
        radio.stream.refusal = Permanent("", code="not_a_stream")
        answer = client.post(url, {"through": "radio", "address": "radio.example"})
        assert (answer.status_code, "Nothing can be heard at this address" in answer.text) == (422, True)
        radio.stream.refusal = None
        assert client.post(url, {"through": "radio"}).status_code == 302
        source = Source.objects.get()
        assert source.wire
        assert (source.kind, source.next_at, source.wire.address) == ("stream", None, "wss://radio.example/subscribe")
        assert "Not heard yet" in client.get(reverse("source", args=[brand.slug, source.pk])).text
        assert client.get(reverse("sources", args=[brand.slug])).status_code == 200

    def test_facts_of_a_stream_are_on_its_screen(self, client, yanis, brand, stream):
        keeping.keep(Wire.objects.get(), Nets(), harvest(heard(1), replace(heard(2), missed="outdated_cursor", unread=True)), {})
        client.force_login(yanis)
        page = client.get(reverse("source", args=[brand.slug, stream.pk])).text
        assert "Posts heard, for every brand" in page
        assert "longer than the network keeps" in page
        assert "Messages that made no sense" in page
