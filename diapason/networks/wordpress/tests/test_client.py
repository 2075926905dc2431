"""What sites of all kinds answer, and what is made of it."""

import json

import httpx2
import pytest

from diapason.networks.base.connection import Connection
from diapason.networks.base.content import Content
from diapason.networks.base.errors import NetworkError, Permanent, Reauth, Temporary, Unknown
from diapason.networks.wordpress import auth, blocks, client, converse, publish

FIELDS = {"username": "camille", "password": "abcd efgh"}
INDEX = {"name": "Blog", "home": "https://blog.example", "namespaces": ["wp/v2"], "authentication": {"application-passwords": {}}}
ME = {"id": 3, "username": "camille", "capabilities": {"publish_posts": True}}


class Site(httpx2.AsyncClient):
    """Answers an address (path and query) with what is given; 404 for all else. Keeps what was asked."""

    def __init__(self, *answers: tuple[str, httpx2.Response]) -> None:
        super().__init__(transport=httpx2.MockTransport(self.handle))
        self.answers = dict(answers)
        self.asked: list[httpx2.Request] = []

    def handle(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        return self.answers.get(str(request.url), httpx2.Response(404, text="Not found"))


def page(body: str = "", **headers: str) -> httpx2.Response:
    return httpx2.Response(200, html=body, headers=headers)


def data(value: object, status: int = 200) -> httpx2.Response:
    return httpx2.Response(status, json=value)


PLAIN = "https://blog.example/index.php?rest_route="
ROOT = "https://blog.example/wp-json"


@pytest.mark.parametrize(
    ("answers", "root"),
    [
        ([("https://blog.example/", page(link=f'<{ROOT}/>; rel="https://api.w.org/"')), (f"{ROOT}/", data(INDEX))], ROOT),
        ([("https://blog.example/", page(f"<link rel='https://api.w.org/' href='{ROOT}/' />")), (f"{ROOT}/", data(INDEX))], ROOT),
        ([("https://blog.example/", page("no link")), (f"{ROOT}/", data(INDEX))], ROOT),
        ([("https://blog.example/", page("no link")), (f"{PLAIN}/", data(INDEX))], PLAIN),
        (
            [
                ("https://blog.example/", httpx2.Response(301, headers={"location": "https://www.blog.example/fr/"})),
                ("https://www.blog.example/fr/", page(link='</wp-json/>; rel="https://api.w.org/"')),
                ("https://www.blog.example/wp-json/", data(INDEX)),
            ],
            "https://www.blog.example/wp-json",
        ),
    ],
)
async def test_the_api_is_found_wherever_the_site_keeps_it_and_no_password_travels_before(answers, root):
    session = Site(*answers)
    found, index = await auth.discover(Connection("https://blog.example/", session))
    assert (found, index["name"]) == (root, "Blog")
    assert not [request for request in session.asked if "authorization" in request.headers]


async def test_plain_addresses_carry_the_route_as_a_parameter():
    session = Site((f"{PLAIN}%2Fwp%2Fv2%2Fusers%2Fme&context=edit", data(ME)))
    assert (await auth.who(Connection(PLAIN, session, client.sealed("camille", "abcd efgh"))))["id"] == 3


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([], "no_site"),
        ([("https://blog.example/", page("A bakery"))], "no_site"),
        ([("https://blog.example/", page(link=f'<{ROOT}/>; rel="https://api.w.org/"'))], "no_api"),
        ([("https://blog.example/", page()), (f"{ROOT}/", data({**INDEX, "authentication": []}))], "no_application_passwords"),
        ([("https://blog.example/", page()), (f"{ROOT}/", data(["wp/v2"]))], "no_site"),
    ],
)
async def test_an_address_that_is_not_a_usable_site_is_said_with_its_cure(answers, code):
    with pytest.raises(Permanent) as refused:
        await auth.connect(Connection("https://blog.example/", Site(*answers)), FIELDS)
    assert refused.value.code == code


async def test_a_password_does_not_travel_in_clear():
    root = "http://blog.example/wp-json"
    session = Site(("http://blog.example/", page(link=f'<{root}/>; rel="https://api.w.org/"')), (f"{root}/", data(INDEX)))
    with pytest.raises(Permanent) as refused:
        await auth.connect(Connection("http://blog.example/", session), FIELDS)
    assert refused.value.code == "not_secure"
    assert not [request for request in session.asked if "authorization" in request.headers]


def error(code: str, status: int) -> httpx2.Response:
    return data({"code": code, "message": f"<strong>Error:</strong> it&#8217;s {code}", "data": {"status": status}}, status)


@pytest.mark.parametrize(
    ("response", "word", "code"),
    [
        (error("rest_not_logged_in", 401), Reauth, "refused_password"),
        (error("incorrect_password", 401), Reauth, "refused_password"),
        (error("rest_cannot_create", 401), Reauth, "refused_password"),
        (error("rest_cannot_create", 403), Reauth, "role_too_low"),
        (error("rest_forbidden_context", 403), Reauth, "role_too_low"),
        (httpx2.Response(403, html="<h1>Wordfence</h1>"), Permanent, "blocked"),
        (error("rest_comment_closed", 403), Permanent, "comments_closed"),
        (error("rest_upload_sideload_error", 500), Permanent, "media_refused"),
        (httpx2.Response(413, html="Request Entity Too Large"), Permanent, "too_large"),
        (error("rest_invalid_param", 400), Permanent, "refused"),
        (httpx2.Response(301, headers={"location": "https://elsewhere.example/"}), Permanent, "moved"),
        (httpx2.Response(503, html="Briefly unavailable for scheduled maintenance."), Unknown, ""),
        (error("internal_server_error", 500), Unknown, ""),
        (httpx2.Response(200, html="<p>Cached page"), Unknown, ""),
    ],
)
async def test_each_refusal_has_its_word(response, word, code):
    connection = Connection(ROOT, Site((f"{ROOT}/wp/v2/posts", response)), client.sealed("camille", "abcd efgh"))
    with pytest.raises(NetworkError) as refused:
        await client.act(connection, "/wp/v2/posts", {"title": "x"})
    assert (type(refused.value), refused.value.code) == (word, code)
    assert "<" not in refused.value.detail
    assert "abcd" not in f"{refused.value!r}{refused.value.__cause__!r}{connection!r}{connection.credentials!r}"


async def test_a_read_that_fails_may_simply_be_made_again():
    connection = Connection(
        ROOT, Site((f"{ROOT}/wp/v2/users/me?context=edit", httpx2.Response(502, html="Bad gateway"))), client.sealed("camille", "abcd efgh")
    )
    with pytest.raises(Temporary):
        await auth.check(connection)


async def test_an_extension_that_keeps_the_article_back_is_told_to_the_author():
    held = {"id": 5, "status": "pending", "link": "https://blog.example/?p=5"}
    connection = Connection(
        ROOT, Site((f"{ROOT}/wp/v2/posts/5?_fields=id%2Cstatus%2Clink", data(held))), client.sealed("camille", "abcd efgh")
    )
    with pytest.raises(Permanent) as refused:
        await publish.show(connection, "5", "x")
    assert refused.value.code == "held_back"


def comment(number: int, parent: int = 0) -> dict[str, object]:
    return {
        "id": number,
        "post": 1,
        "parent": parent,
        "author": 0,
        "author_name": "Zoé",
        "date_gmt": "2026-11-21T12:00:00",
        "content": {"rendered": "<p>Oui</p>"},
        "link": "https://blog.example/#c",
        "status": "approved",
        "type": "comment",
    }


async def test_three_hundred_new_comments_are_read_page_by_page_down_to_what_is_known():
    def handle(request: httpx2.Request) -> httpx2.Response:
        number = int(request.url.params.get("page", 1))
        first = 1000 - (number - 1) * converse.PAGE
        return httpx2.Response(200, json=[comment(first - place) for place in range(converse.PAGE)])

    connection = Connection(ROOT, httpx2.AsyncClient(transport=httpx2.MockTransport(handle)), client.sealed("camille", "abcd efgh"))
    first = await converse.read(connection, "comments", "")
    assert (len(first.messages), first.more, json.loads(first.cursor)) == (100, False, {"read": 1000, "held": []})
    cursor = json.dumps({"read": 750, "held": []})
    read: set[str] = set()
    for _ in range(3):
        batch = await converse.read(connection, "comments", cursor)
        cursor, read = batch.cursor, read | {message.remote_id for message in batch.messages}
    assert not batch.more
    assert json.loads(cursor) == {"read": 1000, "held": []}
    assert {str(number) for number in range(751, 1001)} <= read


async def test_a_comment_that_was_held_comes_again_once_it_is_visible():
    held = {**comment(7), "status": "hold"}
    connection, cursor = Connection(ROOT, Site(), client.sealed("camille", "abcd efgh")), ""
    for seen, status, brought in ((held, "hold", 1), (held, "hold", 0), (comment(7), "approved", 1), (comment(7), "approved", 0)):
        answer = httpx2.Response(200, json=[seen])
        connection.http = httpx2.AsyncClient(transport=httpx2.MockTransport(lambda request, answer=answer: answer))
        batch = await converse.read(connection, "comments", cursor)
        cursor = batch.cursor
        assert [message.data["status"] for message in batch.messages] == [status] * brought


async def test_a_thread_whose_beginning_is_on_no_page_is_followed_to_its_root():
    above = {"9": comment(9, 4), "4": comment(4, 0)}

    def handle(request: httpx2.Request) -> httpx2.Response:
        if named := request.url.params.get("include"):
            return httpx2.Response(200, json=[above[number] for number in named.split(",") if number in above])
        return httpx2.Response(200, json=[comment(20, 9), comment(21, 77)])

    connection = Connection(ROOT, httpx2.AsyncClient(transport=httpx2.MockTransport(handle)), client.sealed("camille", "abcd efgh"))
    batch = await converse.read(connection, "comments", "")
    assert [message.thread_id for message in batch.messages] == ["comment:4", "comment:77"]
    first = batch.messages[0]
    assert converse.replay(connection, first.raw, first.thread_id, first.subject_id) == first


def test_a_text_becomes_blocks_that_a_person_can_go_on_editing():
    assert blocks.paragraphs("Un\ndeux\n\n\n\nhttps://example.org/?a=1&b=2.") == (
        "<!-- wp:paragraph -->\n<p>Un<br>deux</p>\n<!-- /wp:paragraph -->\n\n"
        '<!-- wp:paragraph -->\n<p><a href="https://example.org/?a=1&amp;b=2">'
        "https://example.org/?a=1&amp;b=2</a>.</p>\n<!-- /wp:paragraph -->"
    )


def test_what_a_writer_types_is_never_markup_nor_a_shortcode():
    made = blocks.paragraphs('<script>x</script> [contact-form] --> "q" https://e.org/"onclick=x()')
    assert "<script" not in made
    assert "[contact" not in made
    assert "onclick=x" in made
    assert 'href="https://e.org/"' in made


def test_an_article_without_a_title_takes_its_first_words_and_says_so():
    words = "Une phrase assez longue pour ne pas tenir tout entière dans le titre d’un article, vraiment"
    content = Content((words,))
    assert publish.plan(content, "k")[0].spec["title"] == "Une phrase assez longue pour ne pas tenir tout entière dans le titre…"
    assert [problem.code for problem in publish.check(content, {})] == ["no_title"]
    assert publish.plan(content, "k") == publish.plan(content, "k")
