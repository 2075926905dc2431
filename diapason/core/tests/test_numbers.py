"""Numbers that anybody may have typed."""

import pytest

from diapason.core.numbers import whole


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("12", 12), ("007", 7), (str(2**63 - 1), 2**63 - 1)])
def test_digits_are_a_number(text, number):
    assert whole(text) == number


@pytest.mark.parametrize("text", ["", "-1", "1.5", " 1", "²", "٣", "1e3", "0x1", "\0", str(2**63), "9" * 5000])
def test_anything_else_is_none(text):
    assert whole(text) is None
