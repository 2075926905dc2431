"""A new network passes the suite as it comes: what is left to do is to make it true."""

import ast
import tomllib

import pytest

from diapason.networks.base.manifest import read_manifest, read_strings
from diapason.networks.scaffold import __main__ as scaffold


def test_a_new_network_is_a_whole_folder(tmp_path):
    written = scaffold.create("petite_place", tmp_path)
    names = {str(path.relative_to(tmp_path / "petite_place")) for path in written}
    assert {"manifest.toml", "strings.fr.toml", "strings.en.toml", "icon.svg", "preview.html", "auth.py", "publish.py", "fake.py"} <= names
    manifest = read_manifest(tmp_path / "petite_place/manifest.toml")
    assert (manifest.slug, manifest.text[0].maximum) == ("petite_place", 500)
    assert read_strings(tmp_path / "petite_place/strings.en.toml")["name"] == "Petite Place"
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert "$" not in text
        if path.suffix == ".py":
            ast.parse(text)
        if path.suffix == ".toml":
            tomllib.loads(text)


@pytest.mark.parametrize("name", ["Base", "base", "9lives", "a-b", "../x", "class", "é", ""])
def test_a_name_that_cannot_be_one_is_refused(tmp_path, name):
    with pytest.raises(scaffold.Refused):
        scaffold.create(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_network_that_exists_is_not_written_over(tmp_path, capsys):
    scaffold.create("place", tmp_path)
    with pytest.raises(scaffold.Refused, match="exists"):
        scaffold.create("place", tmp_path)
    assert scaffold.main(["check", "no_such_network"]) == 2
    assert "no_such_network" in capsys.readouterr().err
