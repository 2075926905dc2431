"""What is particular to Mastodon and to servers that resemble it."""

from datetime import timedelta

import httpx2
import pytest

from diapason.core import clock
from diapason.networks.base import registry
from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Attachment, Content, Kind, ReplyTo
from diapason.networks.base.counting import Unit
from diapason.networks.base.errors import Permanent, RateLimited, Reauth, Temporary, Unknown
from diapason.networks.conformance.bench import OTHER, bench_of
from diapason.networks.mastodon import client, converse, html, limits, publish


@pytest.fixture
async def bench():
    async with bench_of(registry.get("mastodon")) as bench:
        yield bench


def answering(*answers):
    """A server that gives these answers in order, and keeps what it was asked."""
    left, asked = list(answers), []

    def answer(request):
        asked.append(request)
        return left.pop(0)

    link = Connection("https://example.social", httpx2.AsyncClient(transport=httpx2.MockTransport(answer)), account_id="7")
    return link, asked


def step_of(content, number=0, key="k"):
    return [step for step in publish.plan(content, key) if step.kind == "status"][number]


# ── Limits of an instance ────────────────────────────────────────────────────────────────────────────────────────────
def test_an_instance_that_allows_more_is_believed():
    declared = limits.reduce({"configuration": {"statuses": {"max_characters": 5000, "characters_reserved_per_url": 30}}, "domain": "a.b"})
    (limit,) = publish.limits(declared)
    assert (limit.maximum, limit.url_length, limit.unit) == (5000, 30, Unit.FEDIVERSE)
    assert "a.b" in limit.source
    assert publish.check(Content(("a" * 5000,)), declared) == []
    assert [problem.code for problem in publish.check(Content(("a" * 5001,)), declared)] == ["too_long"]


def test_an_instance_that_says_nothing_gets_the_manifest():
    assert publish.limits({})[0].maximum == 500
    assert limits.manifest({}).images.maximum == 4


@pytest.mark.parametrize("nonsense", [{"configuration": {"statuses": {"max_characters": "many"}}}, {"configuration": None}, {}])
def test_nonsense_about_limits_is_not_believed(nonsense):
    assert publish.limits(limits.reduce(nonsense))[0].maximum == 500


async def test_an_instance_without_the_second_version_is_asked_for_the_first():
    link, asked = answering(
        httpx2.Response(404, json={"error": "nope"}), httpx2.Response(200, json={"uri": "old.example", "max_toot_chars": 1000})
    )
    declared = await limits.declared(link)
    assert [request.url.path for request in asked] == ["/api/v2/instance", "/api/v1/instance"]
    assert publish.limits(declared)[0].maximum == 1000


def test_a_content_warning_counts_with_the_text():
    content = Content(("a" * 495,), options={"content_warning": "Attention"})
    assert [problem.code for problem in publish.check(content, {})] == ["too_long"]


# ── Refusals, in the server's words ──────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("status", "words", "error", "code"),
    [
        (422, "Validation failed: Text character limit of 500 exceeded", Permanent, "too_long"),
        (422, "Media 1 not found or already attached to another post", Permanent, "media_lost"),
        (400, "media already attached", Unknown, "media_attached"),
        (422, "Cannot attach files that have not finished processing. Try again in a moment!", Temporary, "media_processing"),
        (422, "Validation failed: File content type is invalid", Permanent, "media_refused"),
        (403, "This action is outside the authorized scopes", Reauth, "scope_missing"),
        (403, "This action is not allowed", Permanent, "forbidden"),
        (401, "The access token was revoked", Reauth, "token_refused"),
        (410, "Gone", Permanent, "not_found"),
    ],
)
def test_a_refusal_is_understood_by_its_words(status, words, error, code):
    refused = client.refusal(httpx2.Response(status, json={"error": words}), mutation=True)
    assert refused
    assert (type(refused), refused.code, refused.detail) == (error, code, words)


async def test_its_rate_limit_says_when_in_its_own_header(bench):
    bench.fake.calls.limit = 0
    with pytest.raises(RateLimited) as limited:
        await publish.recent(bench.connection, 5)
    assert limited.value.until is not None
    assert limited.value.until - clock.now() > timedelta(minutes=4)


# ── Publishing ───────────────────────────────────────────────────────────────────────────────────────────────────────
async def test_statuses_are_sent_as_json_with_the_key_of_their_step(bench):
    steps = bench.plan(Content(("Un", "Deux"), language="fr-CA"), "clef")
    await bench.perform(steps)
    sent = [exchange.request for exchange in bench.recording.exchanges if exchange.request.method == "POST"]
    assert [request.headers["idempotency-key"] for request in sent] == ["clef-0", "clef-1"]
    assert {request.headers["content-type"] for request in sent} == {"application/json"}
    assert b'"language":"fr"' in sent[0].content


async def test_a_key_is_forgotten_after_an_hour_as_the_manifest_of_the_step_says(bench, time_machine):
    step = step_of(Content(("Bonjour",)))
    assert step.keyed_for == 3600
    await publish.perform(bench.connection, step, [])
    time_machine.move_to(clock.now() + timedelta(minutes=61))
    await publish.perform(bench.connection, step, [])
    assert len(bench.posts()) == 2


async def test_a_video_is_waited_for(bench, monkeypatch):
    monkeypatch.setattr(publish, "PROCESSING_WAIT", 0)
    bench.files["v.mp4"] = b"video"
    await bench.send(Content(("Film",), attachments=(Attachment("v.mp4", "video/mp4", 5),)))
    looks = [
        exchange.response.status_code for exchange in bench.recording.exchanges if exchange.request.url.path.startswith("/api/v1/media/")
    ]
    assert looks == [206, 200]
    assert bench.posts() == ["Film"]


async def test_a_server_without_the_second_version_of_media_gets_the_first():
    link, asked = answering(httpx2.Response(404, json={"error": "Not found"}), httpx2.Response(200, json={"id": "5"}))

    async def load(attachment):
        return b"x"

    link.load = load
    (step, _) = publish.plan(Content(("a",), attachments=(Attachment("dir/a.png", "image/png", 1, alt="Une"),)), "k")
    assert (await publish.perform(link, step, [])).remote_id == "5"
    assert [request.url.path for request in asked] == ["/api/v2/media", "/api/v1/media"]
    assert b'filename="a.png"' in asked[1].content
    assert b"Une" in asked[1].content


async def test_a_status_held_by_a_moderator_is_not_sent_again():
    link, _ = answering(httpx2.Response(200, json={"queued": True}))
    result = await publish.perform(link, step_of(Content(("a",))), [])
    assert result.data == {"queued": True}
    with pytest.raises(Permanent) as refused:
        await publish.perform(link, step_of(Content(("a", "b")), 1), [result])
    assert refused.value.code == "parent_missing"


async def test_a_server_without_keys_that_says_the_files_are_taken_is_not_believed_to_have_refused():
    link, _ = answering(httpx2.Response(400, json={"error": "media already attached"}))
    with pytest.raises(Unknown):
        await publish.perform(link, step_of(Content(("a",))), [])


async def test_an_answer_names_whom_it_answers_and_is_seen_by_no_more_people():
    reply = ReplyTo("9", "8", "olga@ailleurs.example", {"visibility": "direct"})
    step = step_of(Content(("Bonjour",), reply_to=reply))
    assert step.spec["text"] == "@olga@ailleurs.example Bonjour"
    assert step.spec["visibility"] == "direct"
    named = Content(("Bonjour @olga@ailleurs.example",), reply_to=reply)
    assert step_of(named).spec["text"] == "Bonjour @olga@ailleurs.example"


# ── Looking again ────────────────────────────────────────────────────────────────────────────────────────────────────
def shown(text_html, **more):
    base = {
        "id": "1",
        "content": text_html,
        "created_at": clock.now().isoformat(),
        "media_attachments": [],
        "in_reply_to_id": None,
        "url": "u",
    }
    return {**base, **more}


async def test_a_status_is_recognised_although_its_page_shows_it_otherwise():
    text = "Salut @olga@ailleurs.example !\n\nVoir https://example.com/un/tres/long/chemin & <la suite>"
    page = (
        '<p>Salut <span class="h-card"><a href="x" class="u-url mention">@<span>olga</span></a></span> !</p>'
        '<p>Voir <a href="x"><span class="invisible">https://</span><span class="ellipsis">example.com/un/tres</span>'
        '<span class="invisible">/long/chemin</span></a> &amp; &lt;la suite&gt;</p>'
    )
    link, _ = answering(httpx2.Response(200, json=[shown(page)]))
    assert await publish.find(link, step_of(Content((text,))), [], clock.now())


async def test_a_status_that_a_server_turned_into_markdown_is_recognised_by_its_source():
    answers = httpx2.Response(200, json=[shown("<p><em>Bonjour</em></p>")]), httpx2.Response(200, json={"id": "1", "text": "*Bonjour*"})
    link, asked = answering(*answers)
    assert await publish.find(link, step_of(Content(("*Bonjour*",))), [], clock.now())
    assert asked[1].url.path == "/api/v1/statuses/1/source"


async def test_what_was_posted_before_the_attempt_on_a_server_whose_clock_differs_is_another_post():
    now = clock.now()
    ahead = now + timedelta(minutes=10)
    headers = {"date": ahead.strftime("%a, %d %b %Y %H:%M:%S GMT")}
    old, new = shown("<p>a</p>", created_at=(ahead - timedelta(minutes=5)).isoformat()), shown("<p>a</p>", created_at=ahead.isoformat())
    link, _ = answering(httpx2.Response(200, json=[old], headers=headers))
    assert await publish.find(link, step_of(Content(("a",))), [], now) is None
    link, _ = answering(httpx2.Response(200, json=[new], headers=headers))
    assert await publish.find(link, step_of(Content(("a",))), [], now)


async def test_the_same_words_under_another_post_are_another_status():
    link, _ = answering(httpx2.Response(200, json=[shown("<p>a</p>", in_reply_to_id="55")]))
    assert await publish.find(link, step_of(Content(("a",))), [], clock.now()) is None


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>Un<br>deux</p><p>Trois</p>", "Un\ndeux\n\nTrois"),
        ("<p>a &lt;b&gt; &amp; c</p>", "a <b> & c"),
        ("sans balise", "sans balise"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
    ],
)
def test_a_page_becomes_text(page, text):
    assert html.to_text(page) == text


# ── Conversations ────────────────────────────────────────────────────────────────────────────────────────────────────
async def test_a_private_message_is_one(bench):
    await bench.send(Content(("Bonjour",)))
    fake = bench.fake
    fake.create(fake.join(OTHER), {"status": "@maison-lumen en privé", "visibility": "direct"})
    (message,) = (await converse.read(bench.connection, "mentions", "")).messages
    assert message.kind is Kind.MESSAGE
    assert message.data["visibility"] == "direct"


async def test_a_mention_elsewhere_has_no_post_of_ours_as_subject(bench):
    fake = bench.fake
    root = fake.create(fake.join(OTHER), {"status": "Quelqu’un connaît-il une bonne lampe ?"})
    fake.create(fake.join("yanis"), {"status": "Demandez à @maison-lumen", "in_reply_to_id": root["id"]})
    messages = (await converse.read(bench.connection, "mentions", "")).messages
    assert [message.subject_id for message in messages] == ["", ""]
    assert {message.thread_id for message in messages} == {root["id"]}
    assert messages[1].kind is Kind.MENTION


async def test_a_server_that_sends_every_kind_of_notification_is_read_all_the_same():
    account = {"id": "3", "username": "olga", "acct": "olga"}
    status = shown("<p>Bonjour</p>", account=account, visibility="public")
    page = [
        {"id": "12", "type": "favourite", "status": status},
        {"id": "11", "type": "mention", "status": status},
        {"id": "10", "type": "follow"},
    ]
    link, _ = answering(httpx2.Response(200, json=page))
    batch = await converse.read(link, "mentions", "9")
    assert (len(batch.messages), batch.cursor) == (1, "12")


# ── Connecting ───────────────────────────────────────────────────────────────────────────────────────────────────────
async def test_an_address_that_is_not_such_a_server_is_said_to_be_none():
    link, _ = answering(httpx2.Response(404, html="<h1>Not here</h1>"))
    with pytest.raises(Permanent) as refused:
        await registry.get("mastodon").auth.authorize(link, "https://diapason.example/back/")
    assert refused.value.code == "not_mastodon"


async def test_reconnecting_uses_the_application_that_is_already_there(bench):
    auth = registry.get("mastodon").auth
    bench.connection.credentials.update(client_id="a", client_secret="b", redirect_uri="https://d.example/")
    begun = await auth.authorize(bench.connection, "https://d.example/")
    assert "client_id=a&" in begun.url
    assert not bench.fake.state["applications"]
