"""Posts found with words or a tag, page after page."""

import httpx2
import pytest

from diapason.core.crypto import Sealed
from diapason.networks.base.connection import Connection
from diapason.networks.base.errors import Reauth, Temporary
from diapason.networks.mastodon import search


def status(number: int, *, by: str = "7", visibility: str = "public") -> dict[str, object]:
    return {
        "id": str(number),
        "created_at": "2026-11-21T10:00:00.000Z",
        "content": f"<p>No {number}</p>",
        "visibility": visibility,
        "url": f"https://far.example/@julie/{number}",
        "language": "fr",
        "account": {"id": by, "acct": "julie@far.example", "username": "julie", "display_name": "Julie", "followers_count": 12},
    }


class Server:
    def __init__(self, *answers: object) -> None:
        self.answers, self.asked = list(answers), list[httpx2.URL]()

    def connection(self) -> Connection:
        def handle(request: httpx2.Request) -> httpx2.Response:
            self.asked.append(request.url)
            answer = self.answers.pop(0)
            return answer if isinstance(answer, httpx2.Response) else httpx2.Response(200, json=answer)

        client = httpx2.AsyncClient(transport=httpx2.MockTransport(handle))
        return Connection("https://here.example", client, Sealed({"access": "t"}), account_id="1")


async def test_a_tag_is_read_from_its_time_line_in_the_order_of_its_posts():
    server = Server([status(30), status(9), status(12, by="1"), status(8, visibility="unlisted")])
    batch = await search.find(server.connection(), "#Lumière", "")
    assert server.asked[0].path == "/api/v1/timelines/tag/Lumière"
    assert [message.remote_id for message in batch.messages] == ["9", "30"]
    assert (batch.cursor, batch.more) == ("30", False)
    [_first, last] = batch.messages
    assert (last.text, last.author.name, last.author.followers, last.language) == ("No 30", "Julie", 12, "fr")


async def test_words_are_searched_after_the_last_that_was_given_until_a_page_is_not_full():
    server = Server({"statuses": [status(number) for number in range(140, 100, -1)]}, {"statuses": [status(141)]}, {"statuses": []})
    connection = server.connection()
    first = await search.find(connection, "maison lumen", "100")
    assert (first.cursor, first.more, len(first.messages)) == ("140", True, 40)
    assert dict(server.asked[0].params) == {"q": "maison lumen", "type": "statuses", "limit": "40", "min_id": "100"}
    second = await search.find(connection, "maison lumen", first.cursor)
    assert (second.cursor, second.more) == ("141", False)
    third = await search.find(connection, "maison lumen", second.cursor)
    assert (third.cursor, third.messages) == ("141", ())


async def test_a_server_that_answers_the_same_page_for_ever_is_not_asked_for_ever():
    page = {"statuses": [status(number) for number in range(140, 100, -1)]}
    assert (await search.find(Server(page).connection(), "lumen", "140")).more is False


async def test_an_account_that_was_connected_before_searches_were_asked_for_says_so():
    refused = httpx2.Response(403, json={"error": "This action is outside the authorized scopes"})
    with pytest.raises(Reauth) as error:
        await search.find(Server(refused).connection(), "lumen", "")
    assert error.value.code == "scope_missing"


@pytest.mark.parametrize("answer", [{"statuses": {"a": 1}}, {"error": "no"}, ["x"], {"statuses": [{"id": 1}]}])
async def test_an_answer_that_is_not_what_is_documented_tells_nothing(answer):
    with pytest.raises(Temporary):
        await search.find(Server(answer).connection(), "lumen", "")
