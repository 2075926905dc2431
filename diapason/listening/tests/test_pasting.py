"""Queries pasted from elsewhere."""

import pytest

from conftest import at

pytestmark = pytest.mark.django_db


def test_a_query_of_another_tool_opens_in_the_form_with_what_it_lost(signed_in):
    pasted = "(lampe NEAR/3f prix) AND links:lumen.fr AND {BT} <<<to be checked>>>"
    page = signed_in.post(at("query_import"), {"text": pasted, "dialect": ""}).content.decode()
    assert "lampe ONEAR/4 prix AND raw:&quot;BT&quot;" in page
    assert "Read as a query of Brandwatch; 1 part has no equal here" in page
    assert "<mark>links:lumen.fr</mark>" in page
    assert f'action="{at("new_query")}"' in page
    answer = signed_in.post(at("new_query"), {"name": "Pasted", "purpose": "brand", "text": 'lampe ONEAR/4 prix AND raw:"BT"'})
    assert answer.status_code == 302


@pytest.mark.parametrize("text", ["", "(" * 200, "x1 " * 40_000])
def test_what_cannot_be_read_is_refused_with_what_was_pasted(signed_in, text):
    assert signed_in.post(at("query_import"), {"text": text, "dialect": "talkwalker"}).status_code in {413, 422}


def test_nothing_that_can_be_said_leaves_an_empty_form_and_says_so(signed_in):
    page = signed_in.post(at("query_import"), {"text": "links:lumen.fr", "dialect": "brandwatch"}).content.decode()
    assert "1 part has no equal here" in page
