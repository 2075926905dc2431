"""What the pages of the language say is what the language does."""

import re
from pathlib import Path

import pytest

from diapason.listening.queries import fields
from diapason.listening.queries.document import Document
from diapason.listening.queries.matching import matches
from diapason.listening.queries.parser import parse

DOCS = Path(__file__).resolve().parents[4] / "docs"
PAGES = [DOCS / "queries.md", DOCS / "fr" / "requetes.md"]
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]*?) ?\|$", re.MULTILINE)


def rows(page: Path) -> list[tuple[str, str]]:
    """Each query with the text beside it."""
    return [(query, beside.strip()) for query, _finds, beside in ROW.findall(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_query_of_the_page_is_read_and_finds_its_example(page):
    found = rows(page)
    assert len(found) > 30
    words = found[: [query for query, _beside in found].index('author:"Jean Dupont"')]
    for query, _beside in found:
        parse(query)
    assert [query for query, text in words if text and not matches(parse(query), Document(text))] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_field_and_each_of_its_values_has_its_line(page):
    beside = dict(rows(page))
    named = {query.partition(":")[0]: query for query in beside}
    assert set(fields.NAMES) <= set(named)
    missing = {spec.name: set(spec.one_of) - set(beside[named[spec.name]].split(", ")) for spec in fields.FIELDS.values() if spec.one_of}
    assert not any(missing.values()), missing


def test_both_pages_show_the_same_queries():
    english, french = ([query for query, _beside in rows(page)] for page in PAGES)
    assert english == french
