"""What may never change silently, read from the code itself."""

import ast
import re
from pathlib import Path

import pytest

from diapason.networks.base import registry

ROOT = Path(__file__).resolve().parent.parent
OWN = ("networks", "tests", "locale")
SAYING = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy"}


def sources() -> list[Path]:
    """Code and templates where no network may be named; a name in a translation or a test is harmless."""
    found = [
        path
        for suffix in ("py", "html", "ts", "css")
        for folder in ("diapason", "frontend")
        for path in (ROOT / folder).rglob(f"*.{suffix}")
    ]
    return [path for path in found if not set(path.relative_to(ROOT).parts) & set(OWN)]


def names() -> set[str]:
    """The names of every network that publishes, and of every place that is posted to by hand."""
    said = {
        network.strings["en"]["name"] for network in registry.networks().values() if network.can("publish") or network.manifest.assisted
    }
    # One letter, or a word of the trade (a thread, a forum), would be found everywhere.
    return {name.lower() for name in said if len(name) > 4 and " " not in name} - {"other", "forum", "threads"}


@pytest.mark.parametrize("name", sorted(names()))
def test_no_network_is_named_outside_its_folder(name):
    pattern = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    guilty = [str(path.relative_to(ROOT)) for path in sources() if pattern.search(path.read_text(encoding="utf-8"))]
    assert guilty == []


def test_some_networks_are_looked_for():
    assert len(names()) > 3


def test_no_lock_file_and_no_address_of_a_registry_is_committed():
    assert "/uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    for path in [ROOT / "package-lock.json", *(ROOT / "requirements").glob("*.txt")]:
        assert not re.search(r'"resolved"|index-url', path.read_text(encoding="utf-8")), path.name


def test_no_event_loop_starts_a_process():
    """That of uvloop runs Python between fork and exec, where a lock that another thread held is never given back: the whole process
    then waits for ever. A thread that calls `subprocess` does not."""
    called = re.compile(r"create_subprocess|subprocess_exec|subprocess_shell")
    code = [path for path in (ROOT / "diapason").rglob("*.py") if "tests" not in path.parts]
    assert [str(path.relative_to(ROOT)) for path in code if called.search(path.read_text(encoding="utf-8"))] == []


def test_no_sentence_hides_where_translators_do_not_look():
    """What reads the sentences out of the code reads no string inside another: `f"{_('Calendar')}"` stays in English for ever."""
    code = [path for path in (ROOT / "diapason").rglob("*.py") if "tests" not in path.parts]
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in code
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in SAYING
    ]
    assert hidden == []
