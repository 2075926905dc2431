import pytest

from diapason.core import env
from diapason.core.env import SettingError


def test_a_value_is_read_from_the_environment_or_is_the_default(monkeypatch):
    assert env.text("DIAPASON_TEST_X", "default", help="x") == "default"
    monkeypatch.setenv("DIAPASON_TEST_X", "  given ")
    assert env.text("DIAPASON_TEST_X", "default", help="x") == "given"


def test_a_secret_may_be_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("from a file\n")
    monkeypatch.setenv("DIAPASON_TEST_X_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("DIAPASON_TEST_X", "from the environment")
    assert env.text("DIAPASON_TEST_X", help="x") == "from a file"


def test_a_file_that_cannot_be_read_is_named(monkeypatch):
    monkeypatch.setenv("DIAPASON_TEST_X_FILE", "/nowhere/secret")
    with pytest.raises(SettingError, match="DIAPASON_TEST_X_FILE names /nowhere/secret"):
        env.text("DIAPASON_TEST_X", help="x")


@pytest.mark.parametrize(("written", "meant"), [("yes", True), ("TRUE", True), ("1", True), ("off", False), ("", False), ("No", False)])
def test_yes_and_no_are_understood(monkeypatch, written, meant):
    monkeypatch.setenv("DIAPASON_TEST_X", written)
    assert env.boolean("DIAPASON_TEST_X", help="x") is meant


def test_what_makes_no_sense_says_so_with_the_name(monkeypatch):
    monkeypatch.setenv("DIAPASON_TEST_X", "perhaps")
    with pytest.raises(SettingError, match=r"DIAPASON_TEST_X is 'perhaps'; write yes or no"):
        env.boolean("DIAPASON_TEST_X", help="x")
    with pytest.raises(SettingError, match=r"DIAPASON_TEST_X is 'perhaps'; write a whole number"):
        env.integer("DIAPASON_TEST_X", 1, help="x")


def test_a_list_is_separated_by_commas_or_spaces(monkeypatch):
    monkeypatch.setenv("DIAPASON_TEST_X", "a.fr, b.fr  c.fr,")
    assert env.words("DIAPASON_TEST_X", help="x") == ["a.fr", "b.fr", "c.fr"]


def test_every_setting_is_declared_with_its_meaning():
    assert all(setting.help for setting in env.declared.values())
