"""The pages on the API say what is true."""

import base64
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.translation import override

from diapason.api.scopes import SCOPES
from diapason.api.webhooks import calling, queue, signing, types, waits

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGES = {"en": DOCS / "api.md", "fr": DOCS / "fr" / "api.md"}


@pytest.mark.parametrize("language", PAGES)
def test_every_type_of_webhook_is_in_the_table_with_its_sentence_and_shape(language):
    text = PAGES[language].read_text(encoding="utf-8")
    with override(language):
        for each in (*types.TYPES, types.PING):
            assert f"| `{each.name}` | {each.label} | `{each.gives.__name__}` |" in text


@pytest.mark.parametrize("language", PAGES)
def test_every_scope_is_named(language):
    text = PAGES[language].read_text(encoding="utf-8")
    assert [name for name in SCOPES if f"`{name}`" not in text] == []


@pytest.mark.parametrize("language", PAGES)
def test_the_program_that_checks_a_signature_works_as_printed(language):
    (program,) = re.findall(r"```python\n(.*?)```", PAGES[language].read_text(encoding="utf-8"), re.DOTALL)
    space: dict = {}
    exec(program, space)  # noqa: S102 - it is our own page
    secret, body = signing.new_secret(), b'{"a": 1}'
    now = int(space["time"].time())
    headers = signing.headers([signing.new_secret(), secret], "msg_1", now, body)
    assert space["verified"](secret, headers, body)
    assert not space["verified"](secret, headers, b'{"a": 2}')
    assert not space["verified"](signing.MARK + base64.b64encode(b"x" * 32).decode(), headers, body)
    assert not space["verified"](secret, signing.headers([secret], "msg_1", now - 400, body), body)


def test_the_schedule_is_the_one_that_is_printed():
    def said(wait: timedelta) -> str:
        seconds = int(wait.total_seconds())
        return f"{seconds // 3600} h" if seconds >= 3600 else f"{seconds // 60} min" if seconds >= 60 else f"{seconds} s"

    words = [said(wait) for wait in waits.WAITS]
    for language, last in (("en", "and"), ("fr", "et")):
        page = " ".join(PAGES[language].read_text(encoding="utf-8").split())
        assert f"{', '.join(words[:-1])} {last} {words[-1]}" in page
        assert f"{calling.SECONDS:.0f} second" in page
        assert f"{queue.KEPT.days} " in page
