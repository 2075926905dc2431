"""Each server truly answers, keeps what it is given and refuses what it should: plain calls, no connector."""

import time
from typing import Any

import httpx2
import pytest

from tests.servers import lossy
from tests.servers.bluesky import Account, Bluesky
from tests.servers.mastodon_mock import Mastodon
from tests.servers.wordpress import User, WordPress

pytest_plugins = ("tests.servers.fixtures",)
pytestmark = pytest.mark.real_server

POST = "app.bsky.feed.post"


def xrpc(server: Bluesky, method: str, token: str, body: dict[str, Any]) -> httpx2.Response:
    return httpx2.post(f"{server.url}/xrpc/{method}", json=body, headers={"authorization": f"Bearer {token}"})


def create(server: Bluesky, token: str, text: str, url: str | None = None, **more: str) -> httpx2.Response:
    record = {"$type": POST, "text": text, "createdAt": "2026-11-21T12:00:00Z"}
    body = {"repo": server.brand.did, "collection": POST, "record": record, **more}
    headers = {"authorization": f"Bearer {token}"}
    return httpx2.post(f"{url or server.url}/xrpc/com.atproto.repo.createRecord", json=body, headers=headers)


def read(server: Bluesky, rkey: str) -> httpx2.Response:
    where = {"repo": server.brand.did, "collection": POST, "rkey": rkey}
    return httpx2.get(f"{server.url}/xrpc/com.atproto.repo.getRecord", params=where)


@pytest.fixture
def token(bluesky_server: Bluesky) -> str:
    return str(bluesky_server.session(bluesky_server.brand)["accessJwt"])


def test_bluesky_keeps_a_post_and_forgets_it_when_deleted(bluesky_server: Bluesky, token: str) -> None:
    made = create(bluesky_server, token, "Bonjour").json()
    rkey = made["uri"].rsplit("/", 1)[1]
    assert read(bluesky_server, rkey).json()["value"]["text"] == "Bonjour"
    where = {"repo": bluesky_server.brand.did, "collection": POST, "rkey": rkey}
    assert xrpc(bluesky_server, "com.atproto.repo.deleteRecord", token, where).status_code == 200
    gone = read(bluesky_server, rkey)
    assert (gone.status_code, gone.json()["error"]) == (400, "RecordNotFound")


def test_bluesky_counts_graphemes_and_bytes(bluesky_server: Bluesky, token: str) -> None:
    assert create(bluesky_server, token, "é" * 300).status_code == 200
    long = create(bluesky_server, token, "é" * 301)
    assert (long.status_code, long.json()["error"]) == (400, "InvalidRequest")
    assert "grapheme too big (maximum 300, got 301)" in long.json()["message"]
    family = "\N{WOMAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}\N{ZERO WIDTH JOINER}\N{BOY}"
    assert create(bluesky_server, token, family * 120).status_code == 200
    assert "string too big (maximum 3000, got 3025)" in create(bluesky_server, token, family * 121).json()["message"]


def test_bluesky_answers_500_when_a_record_key_is_taken_and_keeps_the_first(bluesky_server: Bluesky, token: str) -> None:
    assert create(bluesky_server, token, "first", rkey="3kabcdefghi22").status_code == 200
    assert create(bluesky_server, token, "second", rkey="3kabcdefghi22").status_code == 500
    assert read(bluesky_server, "3kabcdefghi22").json()["value"]["text"] == "first"


def test_bluesky_puts_a_record_only_once_with_an_empty_swap(bluesky_server: Bluesky, token: str) -> None:
    """The same record again is a success that writes nothing; another one under the same key is refused."""

    def put(text: str) -> httpx2.Response:
        where = {"repo": bluesky_server.brand.did, "collection": POST, "rkey": "3kabcdefghj22"}
        record = {"$type": POST, "text": text, "createdAt": "2026-11-21T12:00:00Z"}
        return xrpc(bluesky_server, "com.atproto.repo.putRecord", token, {**where, "record": record, "swapRecord": None})

    first, again, other = put("once"), put("once"), put("another")
    assert "commit" in first.json()
    assert again.json()["uri"] == first.json()["uri"]
    assert "commit" not in again.json()
    assert (other.status_code, other.json()["error"]) == (400, "InvalidSwap")


def test_bluesky_refuses_a_wrong_token_and_a_wrong_password(bluesky_server: Bluesky) -> None:
    assert create(bluesky_server, "nope", "x").json()["error"] == "InvalidToken"
    who = {"identifier": bluesky_server.brand.handle, "password": "nope"}
    answer = httpx2.post(f"{bluesky_server.url}/xrpc/com.atproto.server.createSession", json=who)
    assert (answer.status_code, answer.json()["error"]) == (401, "AuthenticationRequired")


def test_an_answer_is_lost_and_the_act_is_done(bluesky_server: Bluesky, token: str) -> None:
    with lossy.before(bluesky_server.url) as door:
        door.lose("POST", "createRecord")
        with pytest.raises(httpx2.RemoteProtocolError):
            create(bluesky_server, token, "lost", url=door.url, rkey="3kabcdefghk22")
        assert read(bluesky_server, "3kabcdefghk22").json()["value"]["text"] == "lost"
        assert create(bluesky_server, token, "heard", url=door.url, rkey="3kabcdefghm22").status_code == 200
    assert [status for _, _, status in door.done] == [200, 200]


def notifications(server: Bluesky, account: Account) -> list[dict[str, Any]]:
    headers = {"authorization": f"Bearer {server.session(account)['accessJwt']}"}
    answer = httpx2.get(f"{server.url}/xrpc/app.bsky.notification.listNotifications", headers=headers)
    found: list[dict[str, Any]] = answer.raise_for_status().json()["notifications"]
    return found


def test_bluesky_network_tells_the_author_of_a_reply(bluesky_network: Bluesky) -> None:
    root = bluesky_network.post(bluesky_network.brand, "Une question ?")
    reply = bluesky_network.post(bluesky_network.stranger, "Une réponse.", reply_to=root)
    deadline = time.monotonic() + 20
    while not (found := told(bluesky_network, reply["uri"])) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert [(one["reason"], one["reasonSubject"]) for one in found] == [("reply", root["uri"])]


def told(server: Bluesky, uri: str) -> list[dict[str, Any]]:
    """What the brand was told of that post; other tests reply to it too."""
    return [one for one in notifications(server, server.brand) if one["uri"] == uri]


def write(server: Mastodon, token: str, **body: Any) -> httpx2.Response:
    headers = {"authorization": f"Bearer {token}"}
    return httpx2.post(f"{server.url}/api/v1/statuses", json=body, headers=headers)


def test_mastodon_keeps_a_post_and_tells_its_author_of_a_reply(mastodon_server: Mastodon) -> None:
    brand, stranger = mastodon_server.brand, mastodon_server.stranger
    post = write(mastodon_server, brand.token, status="Bonjour").json()
    assert httpx2.get(f"{mastodon_server.url}/api/v1/statuses/{post['id']}").json()["content"] == "<p>Bonjour</p>"
    reply = write(mastodon_server, stranger.token, status="@atelier Bonsoir", in_reply_to_id=post["id"]).json()
    headers = {"authorization": f"Bearer {brand.token}"}
    told = httpx2.get(f"{mastodon_server.url}/api/v1/notifications?types[]=mention", headers=headers).json()
    assert reply["id"] in [one["status"]["id"] for one in told]


def test_mastodon_refuses_501_characters_and_a_wrong_token(mastodon_server: Mastodon) -> None:
    assert write(mastodon_server, mastodon_server.brand.token, status="é" * 500).status_code == 200
    long = write(mastodon_server, mastodon_server.brand.token, status="é" * 501)
    assert long.status_code == 422
    assert long.json() == {"error": "Validation failed: Text is too long (maximum is 500 characters)"}
    assert write(mastodon_server, "nope", status="x").status_code == 401


def test_mastodon_fails_when_told_to_then_heals(mastodon_server: Mastodon) -> None:
    mastodon_server.fail("POST", "/api/v1/statuses", {"type": "ratelimit"}, times=5)
    refused = write(mastodon_server, mastodon_server.brand.token, status="x")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "300")
    mastodon_server.heal()
    assert write(mastodon_server, mastodon_server.brand.token, status="x").status_code == 200


def ask(server: WordPress, user: User, path: str, **body: Any) -> httpx2.Response:
    return httpx2.post(f"{server.api}/wp/v2/{path}", json=body, auth=(user.login, user.app_password))


def test_wordpress_takes_a_draft_then_publishes_it(wordpress_server: WordPress) -> None:
    draft = ask(wordpress_server, wordpress_server.author, "posts", title="Titre", content="Corps", status="draft").json()
    address = f"{wordpress_server.api}/wp/v2/posts/{draft['id']}"
    assert httpx2.get(address).status_code == 401
    published = ask(wordpress_server, wordpress_server.author, f"posts/{draft['id']}", status="publish").json()
    assert httpx2.get(address).json()["status"] == "publish"
    assert "Corps" in httpx2.get(published["link"]).text


def test_wordpress_refuses_a_password_that_is_not_the_application_s(wordpress_server: WordPress) -> None:
    admin = wordpress_server.admin
    answer = httpx2.get(f"{wordpress_server.api}/wp/v2/users/me", auth=(admin.login, admin.password))
    assert (answer.status_code, answer.json()["code"]) == (401, "rest_not_logged_in")
    answer = ask(wordpress_server, wordpress_server.subscriber, "posts", title="x")
    assert (answer.status_code, answer.json()["code"]) == (403, "rest_cannot_create")


def test_wordpress_holds_a_stranger_s_comment_until_it_is_approved(wordpress_server: WordPress) -> None:
    post = ask(wordpress_server, wordpress_server.author, "posts", title="Ouvert", content="…", status="publish").json()
    first, second = (wordpress_server.comment(post["id"], text) for text in ("Bravo !", "Et après ?"))
    public = f"{wordpress_server.api}/wp/v2/comments?post={post['id']}"
    auth = (wordpress_server.admin.login, wordpress_server.admin.app_password)
    assert httpx2.get(public).json() == []
    assert {one["id"] for one in httpx2.get(f"{public}&status=hold", auth=auth).json()} == {first, second}
    wordpress_server.approve(first)
    assert [one["id"] for one in httpx2.get(public).json()] == [first]
