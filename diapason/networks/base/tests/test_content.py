import pytest

from diapason.networks.base.content import written


@pytest.mark.parametrize(
    ("handle", "name", "shown"),
    [
        ("malik", "Malik Diallo", "@malik"),
        ("@malik", "Malik Diallo", "@malik"),
        ("malik@lampes.example", "", "@malik@lampes.example"),
        ("Malik Diallo", "Malik Diallo", ""),
        ("Malik Diallo", "", ""),
        ("malik", "Malik", ""),
        ("", "Malik", ""),
    ],
)
def test_a_handle_is_shown_where_there_is_one(handle, name, shown):
    assert written(handle, name) == shown
