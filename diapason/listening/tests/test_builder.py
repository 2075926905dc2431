"""The form of a query: its blocks, in step with its text, and queries pasted from elsewhere."""

import re

import pytest

from conftest import at
from diapason.listening import building
from diapason.listening.queries.parser import parse

pytestmark = pytest.mark.django_db


def controls(page: str) -> dict[str, str]:
    """What a browser would send of the blocks on a page."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (' type="checkbox"' not in tag or " checked" in tag):
            found[name[1]] = unescape(value[1]) if value else ""
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', inner) or re.search(
            r'<option(?: value="([^"]*)")?>([^<]*)', inner
        )
        assert chosen
        found[name] = unescape(chosen[1] if chosen[1] is not None else chosen[2])
    for name, value in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        found[name] = unescape(value.removeprefix("\n"))
    return found


def unescape(text: str) -> str:
    import html

    return html.unescape(text)


def text_in(page: str) -> str | None:
    found = re.search(r'data-text="([^"]*)"', page)
    return unescape(found[1]) if found else None


@pytest.mark.parametrize(
    "text",
    [
        "lampe",
        'lampe AND (livr* OR "maison lumen" OR #soldes OR @lumen) NOT (torche OR poche)',
        "(lampe OR lampadaire) ONEAR/3 prix AND raw:Orange AND title:soldes",
        'followers:>=1000 AND sentiment:negative AND author:"Jean D\'Arc" AND lang:(fr OR en) AND type:review AND has:image',
        "(lampe NEAR/3 bleu) NEAR/5 prix AND title:(lampe AND bleu)",
        " OR ".join(f"mot{number}" for number in range(200)),
    ],
)
def test_the_blocks_of_a_text_give_the_same_query_through_the_page(signed_in, text):
    page = signed_in.post(at("query_blocks"), {"act": "read", "text": text}).content.decode()
    assert text_in(page) is None  # what is typed is left as it is
    written = signed_in.post(at("query_blocks"), controls(page) | {"act": "write", "text": text}).content.decode()
    assert "<fieldset" not in written
    assert parse(text_in(written) or "") == parse(text)


def test_blocks_are_added_chosen_and_removed(signed_in):
    page = signed_in.post(at("query_blocks"), {"act": "read", "text": "lampe"}).content.decode()
    added = signed_in.post(at("query_blocks"), controls(page) | {"act": "add:b:field"}).content.decode()
    assert text_in(added) == "lampe"
    chosen = signed_in.post(at("query_blocks"), controls(added) | {"b-1.name": "sentiment", "act": "show"}).content.decode()
    assert 'value="negative"' in chosen
    last = signed_in.post(at("query_blocks"), controls(chosen) | {"b-1.value": "negative", "act": "write"}).content.decode()
    assert text_in(last) == 'lampe AND sentiment:"negative"'
    removed = signed_in.post(at("query_blocks"), controls(chosen) | {"act": "remove:b-0"}).content.decode()
    assert "lampe" not in removed


def test_what_cannot_be_said_leaves_the_text_and_says_why(signed_in):
    wrong = {"b.kind": "all", "b-0.kind": "word", "b-0.text": "a*", "act": "write"}
    page = signed_in.post(at("query_blocks"), wrong).content.decode()
    assert text_in(page) is None
    assert "nearly everything" in page
    page = signed_in.post(at("query_blocks"), {"act": "read", "text": "lampe AND"}).content.decode()
    assert "its blocks come back once it is mended" in page


def test_the_form_bears_the_blocks_of_its_text(signed_in):
    page = signed_in.get(at("new_query"), {"text": "lampe OR lampadaire"}).content.decode()
    assert controls(page)["b.kind"] == "any"
    assert controls(page)["b-1.text"] == "lampadaire"
    assert len(page) < 80_000


def test_a_very_large_query_makes_no_very_large_page(signed_in):
    text = " AND ".join(f"({' OR '.join(f'mot{row}x{number}' for number in range(25))})" for row in range(20))
    assert len(text) < 20_000
    page = signed_in.get(at("new_query"), {"text": text}).content.decode()
    assert len(page) < 80_000
    assert building.of_text(text).root
