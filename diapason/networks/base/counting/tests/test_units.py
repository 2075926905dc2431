import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diapason.networks.base.counting import Unit, measure

VECTORS: list[dict[str, Any]] = json.loads(Path(__file__).parents[1].joinpath("vectors.json").read_text(encoding="utf-8"))
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)


@pytest.mark.parametrize("unit", Unit)
def test_each_vector_is_counted_as_it_says(unit: Unit) -> None:
    vectors = [vector for vector in VECTORS if vector["unit"] == unit]
    found = {each["why"]: measure(each["text"] * each.get("times", 1), unit, url_length=each.get("url_length")) for each in vectors}
    assert found == {each["why"]: each["length"] for each in vectors}


def test_every_unit_has_vectors() -> None:
    assert {vector["unit"] for vector in VECTORS} == set(Unit)


@given(ANY_TEXT, st.sampled_from(Unit))
def test_no_text_is_refused_and_only_the_empty_one_counts_nothing(text: str, unit: Unit) -> None:
    assert (measure(text, unit) == 0) is (text == "")


@given(ANY_TEXT)
def test_units_are_in_order(text: str) -> None:
    graphemes, points = measure(text, Unit.GRAPHEMES), measure(text, Unit.CODE_POINTS)
    assert graphemes <= points <= measure(text, Unit.UTF16_UNITS) <= measure(text, Unit.UTF8_BYTES)
    assert points <= measure(text, Unit.EMOJI_BYTES) <= measure(text, Unit.UTF8_BYTES)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters=".@"), max_size=200))
def test_plain_ascii_counts_one_a_sign_in_every_unit(text: str) -> None:
    assert {measure(text, unit) for unit in Unit} == {len(text)}


@given(ANY_TEXT, st.integers(0, 99))
def test_a_link_counts_what_the_server_declares(text: str, length: int) -> None:
    words = f"{text} https://example.com/path"
    for unit in (Unit.WEIGHTED, Unit.FEDIVERSE):
        assert measure(words, unit, url_length=length) - measure(words, unit, url_length=0) >= length
