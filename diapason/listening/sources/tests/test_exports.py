"""The official exports of accounts are recognised, and nothing is left to say of them."""

import io
import json
import tarfile
import zipfile
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from diapason.editorial.exchange.tables import Unreadable
from diapason.listening.models import Source
from diapason.listening.sources.archives import exports, importing
from diapason.listening.store import store
from diapason.listening.store.base import Search
from diapason.workspaces.models import LongTask

pytestmark = pytest.mark.django_db
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def note(number: int, to: str = PUBLIC, **more) -> dict:
    said = {
        "id": f"https://a.example/{number}",
        "type": "Note",
        "published": "2026-03-02T09:00:00Z",
        "url": f"https://a.example/@lumen/{number}",
    }
    return {"type": "Create", "object": {**said, "content": f"<p>Lampe <b>{number}</b></p>", "to": [to], "cc": [], **more}}


SHARED = {"type": "Announce", "object": "https://b.example/9"}
NOTES = [note(1), note(2, "https://a.example/users/julie"), SHARED, note(3, "https://a.example/followers", cc=[PUBLIC])]
OUTBOX = json.dumps({"type": "OrderedCollection", "totalItems": 4, "orderedItems": NOTES})
TWEET = {"created_at": "Sat Nov 21 10:00:00 +0000 2026", "lang": "fr"}
TWEETS = "window.YTD.tweets.part0 = " + json.dumps([{"tweet": {**TWEET, "id_str": str(n), "full_text": f"La lampe {n}"}} for n in range(3)])


def twice(text: str) -> str:
    """As one company writes what is not English."""
    return text.encode().decode("latin-1")


AT = 1_795_000_000
FACEBOOK = json.dumps([{"timestamp": AT, "data": [{"post": twice("Été à la lampe")}]}, {"timestamp": AT, "title": "", "attachments": []}])
COMMENTS = json.dumps({"comments_v2": [{"timestamp": AT, "data": [{"comment": {"comment": twice("Déçue"), "author": "Julie"}}]}]})
INSTAGRAM = json.dumps([{"media": [{"uri": "a.jpg", "creation_timestamp": AT, "title": twice("Allumée 💡")}]}])
SHARES = (
    "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n"
    '2026-03-02 09:00:00,https://www.linkedin.com/feed/update/1,"Une ""lampe"", deux",,,MEMBER_NETWORK\n'
)
YOUTUBE = (
    "Comment ID,Channel ID,Comment create timestamp,Price,Parent comment ID,Post ID,Video ID,Comment text\n"
    'Ug1,UC1,2026-03-02T09:00:00Z,0,,,abc,"{""text"":""Belle lampe""}"\n'
)
OLD_YOUTUBE = YOUTUBE.replace('{""text"":""Belle lampe""}', '{""takeoutSegments"":[{""text"":""Belle ""},{""text"":""lampe""}]}')
REDDIT = (
    "id,permalink,date,ip,subreddit,gildings,link,parent,body,media\n"
    "k1,https://www.reddit.com/r/x/k1,2026-03-02 09:00:00 UTC,,x,0,,,Une lampe,\n"
)


def zipped(**files: str | bytes) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return made


def tarred(name: str, body: str) -> io.BytesIO:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(body.encode())
        archive.addfile(info, io.BytesIO(body.encode()))
    return made


def lines(name: str, file: io.BytesIO) -> tuple[exports.Export | None, list[dict]]:
    out = io.BytesIO()
    found = exports.written(name, file, out)
    return found, [json.loads(line) for line in out.getvalue().decode().splitlines()]


@pytest.mark.parametrize(
    ("name", "body", "text", "more"),
    [
        ("data/tweets.js", TWEETS, "La lampe 0", {"id": "0", "url": "https://x.com/i/web/status/0", "language": "fr"}),
        ("outbox.json", OUTBOX, "Lampe 1", {"url": "https://a.example/@lumen/1"}),
        (
            "your_facebook_activity/posts/your_posts__check_ins_1.json",
            FACEBOOK,
            "Été à la lampe",
            {"date": AT},
        ),
        ("comments_and_reactions/comments.json", COMMENTS, "Déçue", {"author": "Julie"}),
        ("your_instagram_activity/media/posts_1.json", INSTAGRAM, "Allumée 💡", {"date": AT}),
        ("Shares.csv", SHARES, 'Une "lampe", deux', {"url": "https://www.linkedin.com/feed/update/1"}),
        (
            "Takeout/YouTube and YouTube Music/comments/comments.csv",
            YOUTUBE,
            "Belle lampe",
            {"url": "https://www.youtube.com/watch?v=abc&lc=Ug1"},
        ),
        ("comments.csv", OLD_YOUTUBE, "Belle lampe", {}),
        ("comments.csv", REDDIT, "Une lampe", {"url": "https://www.reddit.com/r/x/k1"}),
    ],
)
def test_each_export_is_recognised_alone_and_in_its_archive(name, body, text, more):
    for file in (zipped(**{name: body, "other/thing.txt": "x", "__MACOSX/outbox.json": "x"}), io.BytesIO(body.encode())):
        found, said = lines(name.rsplit("/", 1)[-1] if file.getvalue()[:2] != b"PK" else "export.zip", file)
        assert found is not None
        assert found.files[0].endswith(name.rsplit("/", 1)[-1])
        assert (said[0]["text"], {key: said[0].get(key) for key in more}) == (text, more)
        assert all(each.get("date") for each in said)


def test_what_was_said_in_private_and_what_others_said_is_left_out():
    _, said = lines("archive.tar.gz", tarred("./outbox.json", OUTBOX))
    assert [each["text"] for each in said] == ["Lampe 1", "Lampe 3"]


def test_an_archive_is_of_one_network_and_all_its_files_are_read():
    file = zipped(
        **{
            "data/tweets.js": TWEETS,
            "data/tweets-part1.js": TWEETS.replace("part0", "part1"),
            "data/direct-messages.js": TWEETS,
            "comments.csv": REDDIT,
        }
    )
    found, said = lines("x.zip", file)
    assert found is not None
    assert len(said) in {1, 6}
    assert all("direct" not in name for name in found.files)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("notes.csv", b"date;texte\n2026-01-01;Bonjour\n"),
        ("comments.csv", b"a,b\n1,2\n"),
        ("posts_1.json", b"[1, 2]"),
        ("tweets.js", b"alert(1)"),
        ("a.jsonl", b'{"text": "x"}\n'),
    ],
)
def test_what_is_no_export_is_left_to_the_import_of_archives(name, body):
    assert lines(name, io.BytesIO(body)) == (None, [])


# ── Repositories ─────────────────────────────────────────────────────────────────────────────────────────────────────
def cbor(value) -> bytes:
    def head(major: int, count: int) -> bytes:
        return bytes([major << 5 | count]) if count < 24 else bytes([major << 5 | 25]) + count.to_bytes(2)

    if isinstance(value, bool) or value is None:
        return {True: b"\xf5", False: b"\xf4", None: b"\xf6"}[value]
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, Link):
        return b"\xd8\x2a" + head(2, len(value.cid) + 1) + b"\0" + value.cid
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(cbor(each) for each in value)
    return head(5, len(value)) + b"".join(cbor(key) + cbor(each) for key, each in value.items())


class Link:
    def __init__(self, number: int) -> None:
        self.cid = b"\x01\x71\x12\x20" + number.to_bytes(32)


def varint(number: int) -> bytes:
    found = b""
    while number >= 0x80:
        found, number = found + bytes([number & 0x7F | 0x80]), number >> 7
    return found + bytes([number])


def car(*blocks: tuple[int, object]) -> bytes:
    head = cbor({"roots": [Link(0)], "version": 1})
    parts = [varint(len(head)) + head]
    for number, value in blocks:
        body = Link(number).cid + cbor(value)
        parts.append(varint(len(body)) + body)
    return b"".join(parts)


def post(text: str) -> dict:
    return {"$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-03-02T09:00:00Z", "langs": ["fr"]}


TREE = {
    "l": None,
    "e": [
        {"p": 0, "k": b"app.bsky.feed.like/3kaa", "v": Link(4), "t": None},
        {"p": 14, "k": b"post/3kbb", "v": Link(2), "t": None},
        {"p": 22, "k": b"c", "v": Link(3), "t": Link(9)},
    ],
}
REPOSITORY = car(
    (1, {"did": "did:plc:lumen", "rev": "3k", "data": Link(5), "version": 3, "prev": None, "sig": b"x"}),
    (5, TREE),
    (2, post("Une lampe")),
    (3, post("Deux lampes 💡")),
    (4, {"$type": "app.bsky.feed.like", "createdAt": "2026-03-02T09:00:00Z"}),
)


def test_a_repository_gives_its_posts_with_their_addresses():
    found, said = lines("repo.car", io.BytesIO(REPOSITORY))
    assert found is not None
    assert [each["text"] for each in said] == ["Une lampe", "Deux lampes 💡"]
    assert said[0]["url"] == "https://bsky.app/profile/did:plc:lumen/post/3kbb"
    assert said[1]["id"] == "at://did:plc:lumen/app.bsky.feed.post/3kbc"
    assert said[0]["language"] == "fr"


@pytest.mark.parametrize(
    "body",
    [
        REPOSITORY[:-20],
        REPOSITORY[:60] + b"\xff" * 10,
        REPOSITORY.replace(b"\x01\x71\x12\x20", b"\x01\x71\x12\xff", 2),
        car((1, {"a": 1})) + varint(40) + Link(2).cid + b"\x9b" + b"\xff" * 8,
        car((1, {"a": 1})) + varint(40 + 200) + Link(2).cid + b"\x81" * 204,
        car() + varint(2**34),
    ],
    ids=["cut", "noise", "links", "a list of 2^64", "deep", "huge block"],
)
def test_a_broken_repository_is_no_crash(body):
    lines("repo.car", io.BytesIO(body))


# ── Bad files ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_file_that_breaks_in_the_middle_gives_what_came_before_and_says_so(owner, brand):
    broken = TWEETS[: TWEETS.rindex("full_text")]
    task = importing.begin(owner, "tweets.js", io.BytesIO(broken.encode()))
    importing.queue(owner, task)
    importing.run(task)
    task.refresh_from_db()
    assert (task.report["new"], task.report["refused"]) == (2, 1)


@pytest.mark.parametrize(
    "body",
    [
        "window.YTD.tweets.part0 = [" + "[" * 200_000,
        'x = [{"tweet": {"full_text": "' + "a" * 6_000_000,
        "[" + '{"a":' * 50_000,
        "[" + "1," * 300_000,
    ],
    ids=["nested lists", "an endless string", "nested objects", "numbers"],
)
def test_a_file_made_to_hurt_is_no_export(body):
    assert lines("tweets.js", io.BytesIO(body.encode())) == (None, [])


def test_a_bomb_is_left(monkeypatch):
    monkeypatch.setattr(exports, "MOST_READ", 1_000_000)
    with pytest.raises(Unreadable, match="too large"):
        lines("x.zip", zipped(**{"data/tweets.js": TWEETS[:-1] + ", " + TWEETS[27:-1] * 4 + " " * 5_000_000 + "]"}))


def test_a_locked_or_damaged_archive_says_so():
    with pytest.raises(Unreadable, match="damaged"):
        lines("x.zip", io.BytesIO(b"PK\x03\x04" + b"\0" * 100))
    with pytest.raises(Unreadable, match="damaged"):
        lines("x.tar.gz", io.BytesIO(b"\x1f\x8b\x08" + b"\0" * 100))


def test_names_that_lead_elsewhere_lead_nowhere(tmp_path):
    found, said = lines("x.tar.gz", tarred("../../../../etc/outbox.json", OUTBOX))
    assert found is not None
    assert len(said) == 2


# ── In ───────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_export_comes_in_with_nothing_to_choose(client, yanis, brand, owner):
    client.force_login(yanis)
    file = zipped(**{"twitter-2026/data/tweets.js": TWEETS})
    file.seek(0)
    file.name = "twitter-2026.zip"
    page = client.post(reverse("archives", args=[brand.slug]), {"file": file}, follow=True)
    assert "The export of an account was recognised" in page.text
    assert "La lampe 0" in page.text
    task = LongTask.objects.get(kind=importing.KIND)
    assert set(task.input["mapping"]) >= {"text", "date", "id", "url", "language"}
    importing.queue(owner, task)
    importing.run(task)
    [first, *_others] = store().search(Search(brand.pk), 10).mentions
    assert first.said_at == datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert (Source.objects.get().brought, first.language) == (3, "fr")
