"""Posts found with words, from the index that is asked by date."""

import json

import httpx2
import pytest
import time_machine

from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import Temporary
from diapason.networks.bluesky import search


def post(number: int, *, by: str = "did:plc:julie") -> dict[str, object]:
    uri = f"at://{by}/app.bsky.feed.post/{number}"
    record = {"$type": "app.bsky.feed.post", "text": f"No {number}", "createdAt": "2026-11-21T10:00:00.000Z", "langs": ["fr-CA"]}
    author = {"did": by, "handle": "julie.example", "displayName": "Julie"}
    return {"uri": uri, "cid": f"c{number}", "author": author, "record": record, "indexedAt": "2026-11-21T10:00:01.000Z"}


class Server:
    def __init__(self, *answers: object) -> None:
        self.answers, self.asked = list(answers), list[dict[str, str]]()

    def connection(self) -> Connection:
        def handle(request: httpx2.Request) -> httpx2.Response:
            self.asked.append(dict(request.url.params))
            return httpx2.Response(200, json=self.answers.pop(0))

        return Connection("https://pds.example", httpx2.AsyncClient(transport=httpx2.MockTransport(handle)), account_id="did:plc:us")


@time_machine.travel("2026-11-21T12:00:00Z", tick=False)
async def test_the_first_reading_gives_the_latest_page_and_the_next_looks_back_from_it_page_by_page():
    server = Server(
        {"posts": [post(2), post(1, by="did:plc:us")], "cursor": "100"},
        {"posts": [post(4)], "cursor": "100"},
        {"posts": [post(3)], "cursor": "200"},
        {"posts": []},
    )
    connection = server.connection()
    first = await search.find(connection, "maison lumen", "")
    assert (first.more, [message.text for message in first.messages]) == (False, ["No 2"])
    assert server.asked[0] == {"q": "maison lumen", "sort": "latest", "limit": "100"}
    [message] = first.messages
    assert (message.author.name, message.language, message.remote_id) == ("Julie", "fr-CA", "at://did:plc:julie/app.bsky.feed.post/2")
    with time_machine.travel("2026-11-21T12:10:00Z", tick=False):
        second = await search.find(connection, "maison lumen", first.cursor)
        third = await search.find(connection, "maison lumen", second.cursor)
        last = await search.find(connection, "maison lumen", third.cursor)
    assert (second.more, third.more, last.more) == (True, True, False)
    assert [asked.get("since") for asked in server.asked[1:]] == ["2026-11-21T11:45:00Z"] * 3
    assert [asked.get("cursor") for asked in server.asked[1:]] == [None, "100", "200"]
    assert json.loads(last.cursor) == {"since": "2026-11-21T12:10:00+00:00"}


@pytest.mark.parametrize("answer", [{"posts": {"a": 1}}, {}, {"posts": [{"uri": "x"}]}])
async def test_an_answer_that_is_not_what_is_documented_tells_nothing(answer):
    with pytest.raises(Temporary):
        await search.find(Server(answer).connection(), "lumen", "")
