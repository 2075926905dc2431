from hypothesis import given
from hypothesis import strategies as st

from diapason.core.csv_cells import UNPRINTABLE, plain, safe


def test_a_cell_is_never_a_formula():
    assert [safe(text) for text in ("=1+1", "+33", "-1", "@x", "plain")] == ["'=1+1", "'+33", "'-1", "'@x", "plain"]


def test_what_a_workbook_cannot_hold_is_left_out():
    assert safe("a\x00b\x0c") == "ab"


@given(st.text())
def test_a_cell_comes_back_as_it_was(text):
    assert plain(safe(text)) == UNPRINTABLE.sub("", text)
