"""Every file of the shared folder of real data, given to whatever reads feeds, lists of feeds and archives: read, or refused with a
sentence; never a crash."""

import asyncio
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.utils import translation

from diapason.editorial.exchange.tables import Unreadable
from diapason.listening.models import Source
from diapason.listening.sources import condition, managing, opml, reading
from diapason.listening.sources.archives import files, importing
from tests.tweets import SHARED

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]
FILES: list[Any] = sorted(str(path.relative_to(SHARED)) for path in SHARED.rglob("*") if path.is_file()) or [
    pytest.param("", marks=pytest.mark.skip(reason="skipped: ../shared/data absent"))
]
LISTS = [name for name in FILES if str(name).endswith((".opml", ".xml"))]
ARCHIVES = [name for name in FILES if str(name).endswith((".csv", ".tsv", ".txt", ".json", ".jsonl"))] or FILES
SENTENCE = re.compile(r"\w.+[.!?]\Z", re.DOTALL)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """The test has what was answered."""


@pytest.fixture
def served(settings) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SHARED)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.TRUSTED_HOSTS = [f"127.0.0.1:{server.server_port}"]
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_as_a_feed_or_refused_with_a_sentence(owner, served, name):
    with translation.override("fr"):
        try:
            said = managing.find(f"{served}/{quote(name)}").address
        except managing.CannotAdd as refused:
            said = str(refused)
    assert SENTENCE.match(said) or said.startswith(served)


@pytest.mark.parametrize("name", FILES)
def test_a_source_that_turned_into_this_file_says_what_is_wrong(owner, served, name):
    reader: Any = managing.feeds()
    source = managing.add(owner, managing.Place(reader.slug, f"{served}/{quote(name)}", "Ce qui fut un flux"))
    asyncio.run(reading.read(source.pk))
    source = Source.objects.get(pk=source.pk)
    with translation.override("fr"):
        assert source.failures == 0 or SENTENCE.match(condition.trouble(source))
    assert source.brought == 0


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_a_list_of_feeds_or_refused_with_a_sentence(owner, name):
    with translation.override("fr"):
        if name in LISTS:
            feeds = (SHARED / name).read_text(encoding="utf-8").count("xmlUrl=")
            assert len(opml.read((SHARED / name).read_bytes())) == feeds > 0
        else:
            with pytest.raises(opml.Unreadable, match=SENTENCE):
                opml.read((SHARED / name).read_bytes())


@pytest.mark.parametrize("name", ARCHIVES)
def test_every_line_of_an_archive_is_read_or_refused_with_its_reason(owner, name):
    """Most of these files hold no date: all of it is said on one day, which a person would choose."""
    with translation.override("fr"), (SHARED / name).open("rb") as file:
        try:
            task = importing.begin(owner, Path(name).name, file)
        except Unreadable as error:
            refused, task = str(error), None
        if task is None:
            assert SENTENCE.match(refused)
            return
        lines = sum(1 for _ in files.records(file, files.look(file)))
        task.input["day"] = "2026-11-01"
        if not {"text", "title"} & set(task.input["mapping"]):
            return  # the page says that a column has to be chosen
        task.save()
        importing.queue(owner, task)
        importing.take_up(task.pk)
        task.refresh_from_db()
    assert task.state == "done"
    assert sum(task.report.get(kind, 0) for kind in ("new", "known", "refused")) == lines
