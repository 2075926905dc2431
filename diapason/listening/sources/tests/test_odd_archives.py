"""Archives that are like no other: too wide, too long, with a first line of Excel's own, with dates that cannot be."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conftest import at
from diapason.core.tests.effort import cpu_seconds
from diapason.listening.sources.archives import files
from diapason.listening.sources.tests.conftest import heard
from diapason.listening.sources.tests.test_archives import lines, read, said


def test_a_table_of_more_columns_than_are_read_loses_no_line():
    head = ",".join(["Date", "Texte", *(f"c{number}" for number in range(300))])
    content = f"{head}\n2026-11-02,Bonjour{',x' * 300}\n2026-11-03,Trop{',x' * 301}\n".encode()
    found = read(content)
    assert (found[0][1][:2], found[1][1]) == (["2026-11-02", "Bonjour"], "cells")
    assert len(files.look(io.BytesIO(content)).headers) == files.MOST_COLUMNS


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_the_line_with_which_excel_names_the_separator_is_not_the_headers(start):
    found = read(f"{start}sep=;\r\nDate;Texte, long\r\n02/11/2026;Bonjour, vous\r\n".encode())
    assert found == [(3, ["02/11/2026", "Bonjour, vous"])]


def workbook(rows: bytes) -> bytes:
    """With these rows as they are written in it."""
    book, out = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(book)
    with zipfile.ZipFile(book) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            written.writestr(name, sheet + rows + b"</sheetData></worksheet>" if name == "xl/worksheets/sheet1.xml" else read.read(name))
    return out.getvalue()


@pytest.mark.parametrize("gap", [b"<row/>" * 200_000, b""], ids=["empty rows", "a row far away"])
def test_a_sheet_that_goes_on_with_nothing_ends(gap):
    def row(number: int) -> bytes:
        return f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>Texte</t></is></c></row>'.encode()

    content = workbook(row(1) + row(2) + gap + row(10**12))
    assert cpu_seconds(lambda: read(content)) < 10
    assert [line for line, _cells in read(content)] == [2]


@pytest.mark.django_db
def test_names_of_fields_that_no_database_takes_are_mended(send, import_all, brand):
    task = import_all(send(b'{"date": "2026-11-02", "text": "Oui", "a\\u0000b": 1, "c\\ud83d": 2}\n', "veille.jsonl"))
    assert task.input["shape"]["headers"] == ["date", "text", "ab", "c"]
    assert [mention.text for mention in heard(brand)] == ["Oui"]


@pytest.mark.django_db
def test_what_cannot_be_of_its_day_is_named_and_not_said_today(send, import_all, brand):
    task = import_all(send(lines("03/11/1962;Julie;Avant;x;1\n", "31/12/9998;Julie;Après;x;1\n", said(1))))
    assert task.report["problems"] == [[2, "odd_date", "03/11/1962"], [3, "odd_date", "31/12/9998"]]
    assert [mention.text for mention in heard(brand)] == ["Bonjour 1"]


@pytest.mark.parametrize(
    ("content", "many"), [(b"", 0), (b"date;texte\n", 1), (b"date;texte\n2026-11-02;Oui\n", 2), (b"date;texte\n2026-11-02;Oui", 2)]
)
def test_the_last_line_counts_with_or_without_an_end(content, many):
    assert files.count_lines(io.BytesIO(content)) == many


def test_the_headers_are_no_line_that_was_found(client, camille, brand):
    client.force_login(camille)
    page = client.post(at("archives"), {"file": SimpleUploadedFile("veille.csv", b"date;texte\n2026-11-02;Oui")}, follow=True)
    assert "1 line was found" in page.text
