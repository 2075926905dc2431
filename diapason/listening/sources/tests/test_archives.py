"""Archives come in line by line: a broken line loses itself, and a worker that dies loses none and doubles none."""

import io
import json
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diapason.editorial.exchange.tables import Unreadable
from diapason.listening.models import Source
from diapason.listening.sources.archives import columns, files, importing, moments
from diapason.listening.sources.archives.lines import Csv, Place
from diapason.listening.sources.tests.conftest import heard
from diapason.workspaces import resuming
from diapason.workspaces.models import LongTask

HEAD = "Date;Auteur;Texte;Lien;Abonnés\n"
PARIS = ZoneInfo("Europe/Paris")


def lines(*texts: str) -> bytes:
    return (HEAD + "".join(texts)).encode()


def said(number: int, text: str = "") -> str:
    return f"{number % 28 + 1:02d}/10/2026 10:00;Julie;{text or f'Bonjour {number}'};https://forum.example/{number};12\n"


def read(content: bytes, **more):
    """(line, cells or problem) of each record."""
    file = io.BytesIO(content)
    shape = files.look(file, **more)
    return [(record.line, record.problem or list(record.cells)) for record in files.records(file, shape)]


# ── The lines ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_broken_line_in_the_middle_loses_only_itself():
    content = lines(said(1), '02/11/2026;Julie;"une guillemet ouverte;x;1\n', said(3), said(4, '"deux\nlignes et ""mots"""'), said(5))
    found = read(content)
    assert [line for line, _cells in found] == [2, 3, 4, 5, 7]
    assert found[1][1] == "marks"
    assert found[3][1][2] == 'deux\nlignes et "mots"'
    assert found[4][1][2] == "Bonjour 5"


def test_a_mark_that_is_never_closed_is_given_up_and_the_rest_is_read():
    content = lines(said(1), '02/11/2026;"Julie;oups;x;1\n', *(said(number) for number in range(3, 2000)))
    found = read(content)
    assert [problem for _line, problem in found if isinstance(problem, str)] == ["marks"]
    assert len(found) == 1999


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (b"02/11/2026;Julie;caf\xe9 \xff;x;1\n", "encoding"),
        (b"02/11/2026;Julie;un;deux;3;de trop;encore\n", "cells"),
        (b"02/11/2026;Julie;" + b"x" * 1_100_000 + b";x;1\n", "too_long"),
        (b'02/11/2026;Julie;"a" b" c;x;1\n', "marks"),
    ],
    ids=["encoding", "shifted", "endless", "marks"],
)
def test_other_lines_are_read_whatever_one_holds(broken, problem):
    content = lines(*(said(number, "déjà vu") for number in range(20))) + broken + said(30).encode()
    found = read(content)
    assert found[20] == (22, problem)
    assert found[21][1][2] == "Bonjour 30"
    assert len(found) == 22


def test_marks_that_are_not_as_they_should_be_are_read_where_nothing_is_doubtful():
    [(_line, cells)] = read(lines('02/11/2026;Julie;Un écran de 24" et un de 27";x;1\n'))
    assert cells[2] == 'Un écran de 24" et un de 27"'
    [(_line, cells)] = read(lines('02/11/2026;Julie;"Bien" joué;x;1\n'))
    assert cells[2] == "Bien joué"


def test_a_reading_begins_again_at_any_record():
    content = lines(*(said(number, '"sur\ndeux lignes"' if number % 3 else "é") for number in range(40)))
    file = io.BytesIO(content)
    shape = files.look(file)
    whole = list(files.records(file, shape))
    for before, record in pairwise(whole):
        assert next(files.records(io.BytesIO(content), shape, before.after)) == record


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('",;\n'), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_a_spreadsheet_writes_is_read_as_it_was(table):
    import csv

    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    found = [list(record.cells) for record in Csv(",").records(io.BytesIO(out.getvalue().encode()), Place(0, 0), "utf-8", 3)]
    wanted = [[cell.replace("\0", "") for cell in row] for row in table]
    assert [[cell.lstrip("'") for cell in row] for row in found] == [[cell.lstrip("'") for cell in row] for row in wanted]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_how_a_file_is_written_is_guessed(encoding, mark):
    text = "Date;Texte;Auteur\n" + "".join(f"{day:02d}/11/2026;L’été à Évreux;Zoé\n" for day in range(1, 20))
    content = text.replace(";", mark).encode(encoding)
    found = read(content)
    assert found[0][1] == ["01/11/2026", "L’été à Évreux", "Zoé"]


def test_json_lines_with_objects_in_them():
    rows = [{"text": "Bonjour", "created_at": "2026-11-01T10:00:00Z", "user": {"name": "Julie", "followers_count": 3}}, {"text": "Oui"}]
    content = json.dumps(rows[0]).encode() + b"\n{broken\n[1]\n" + json.dumps(rows[1]).encode() + b"\n"
    file = io.BytesIO(content)
    shape = files.look(file)
    assert shape.headers == ("text", "created_at", "user.name", "user.followers_count")
    found = [(record.line, record.problem or list(record.cells)) for record in files.records(file, shape)]
    assert found == [
        (1, ["Bonjour", "2026-11-01T10:00:00Z", "Julie", 3]),
        (2, "json"),
        (3, "json"),
        (4, ["Oui", None, None, None]),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n",
        b"PAR1\x00\x00",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b'[{"a": 1}]',
        b"PK\x03\x04 broken",
        b"\x89PNG\r\n\x1a\n" + bytes(500),
    ],
    ids=["empty", "blank", "parquet", "old excel", "json list", "broken zip", "picture"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content):
    with pytest.raises(Unreadable) as refused:
        files.look(io.BytesIO(content))
    assert str(refused.value)


# ── Columns and dates ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("headers", "keys"),
    [
        (["Date de publication", "Auteur", "Texte", "Lien", "Abonnés"], ["date", "author", "text", "url", "followers"]),
        (["created_at", "user.screen_name", "full_text", "id", "lang"], ["date", "handle", "text", "id", "language"]),
        (["Date", "Headline", "URL", "Hit Sentence", "Country"], ["date", "title", "url", "text", "country"]),
        (["date", "when", "text", "message"], ["date", "", "text", ""]),
    ],
)
def test_columns_are_known_by_their_names_in_french_and_english(headers, keys):
    assert columns.guess(headers, []) == keys


def test_the_text_is_the_longest_column_where_no_name_says_it():
    assert columns.guess(["Date", "X", "Y"], [["2026-11-01", "oui", "Une lampe qui ne marche plus du tout"]]) == ["date", "", "text"]


MORNING = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-02T09:30:00Z",
        "2026-11-02 09:30:00 UTC",
        "2026-11-02T10:30:00+01:00",
        "2026-11-02 10:30",
        "02/11/2026 10:30",
        "2/11/26 10h30",
        "02.11.2026 10:30:00",
        "Mon, 02 Nov 2026 09:30:00 GMT",
        "Mon Nov 02 09:30:00 +0000 2026",
        "2 novembre 2026 à 10:30",
        "November 2, 2026 10:30 AM",
        "2 Nov 2026 10:30",
        "02/11/2026 09:30:00 UTC",
        "02/11/2026 05:30 -0400",
        "2/11/2026 9:30 AM GMT",
        "02/11/2026 12:30 GMT+3",
        "02/11/2026 10 h 30",
        "2 novembre 2026 à 10 h 30",
        "2026-11-02T09:30:00Z[Europe/Paris]",
        "1793611800",
        1793611800000,
        datetime(2026, 11, 2, 10, 30),  # noqa: DTZ001 - as a workbook gives it
    ],
)
def test_dates_are_read_as_exports_write_them(written):
    assert moments.read(written, PARIS, day_first=True) == MORNING


@pytest.mark.parametrize("written", ["", "hier", "32/13/2026", "12", None, True, "2026-99-99", "25:99", "1e999", "x" * 5000])
def test_what_is_no_date_is_none(written):
    assert moments.read(written, PARIS, day_first=True) is None


def test_an_hour_without_minutes_and_a_year_of_two_figures_are_read():
    for written in ("02/11/2026 15h", "2/11/2026 3 PM", "2 novembre 2026, 15 heures", "02/11/2026 14h UTC"):
        assert moments.read(written, PARIS, day_first=True) == datetime(2026, 11, 2, 14, tzinfo=UTC)
    assert moments.read("21/11/98", PARIS, day_first=True) == datetime(1998, 11, 20, 23, tzinfo=UTC)


def test_the_order_of_a_file_is_told_by_the_dates_that_can_only_be_read_one_way():
    assert moments.is_day_first(["01/02/2026", "13/02/2026"], usual=False)
    assert not moments.is_day_first(["01/02/2026", "02/13/2026"], usual=True)
    assert moments.is_day_first(["01/02/2026", None, "x"], usual=True)
    assert moments.read("11/02/2026", PARIS, day_first=False) == datetime(2026, 11, 1, 23, tzinfo=UTC)
    assert moments.read(date(2026, 11, 2), PARIS, day_first=False) == datetime(2026, 11, 1, 23, tzinfo=UTC)


# ── Imports ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db
def test_each_line_is_a_mention_with_what_its_columns_say(send, import_all, brand):
    task = import_all(send(lines(said(1, "Ma lampe\xa0!"), "hier;Julie;Sans date;x;1\n", "03/11/2026;Julie;;x;1\n")))
    assert (task.state, task.report["new"], task.report["refused"]) == ("done", 1, 2)
    assert task.report["problems"] == [[3, "bad_date", "hier"], [4, "no_text", ""]]
    [mention] = heard(brand)
    assert (mention.text, mention.author, mention.followers) == ("Ma lampe\xa0!", "forum.example/Julie", 12)
    assert (mention.said_at, mention.site) == (datetime(2026, 10, 2, 8, tzinfo=UTC), "forum.example")
    source = Source.objects.get()
    assert (source.kind, source.name, source.brought, source.next_at) == ("archive", "veille.csv", 1, None)


@pytest.mark.django_db
def test_the_same_file_sent_again_brings_nothing_twice(send, import_all, brand):
    content = lines(*(said(number) for number in range(5)))
    import_all(send(content))
    again = import_all(send(content + said(9).encode()))
    assert (again.report["new"], again.report["known"]) == (1, 5)
    assert len(heard(brand)) == 6


@pytest.mark.django_db
def test_a_workbook_and_a_file_in_utf16_are_read_too(send, import_all, brand):
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["Date", "Texte", "Abonnés"])
    sheet.append([datetime(2026, 11, 2, 10, 30), "Bonjour", 7.0])  # noqa: DTZ001 - a workbook has no zones
    sheet.append([None, None, None])
    sheet.append(["hier", "Sans date", 1])
    out = io.BytesIO()
    book.save(out)
    task = import_all(send(out.getvalue(), "veille.xlsx"))
    assert (task.report["new"], task.report["problems"]) == (1, [[4, "bad_date", "hier"]])
    wide = import_all(send(lines(said(4, "Été")).decode().encode("utf-16"), "veille.txt"))
    assert wide.report["new"] == 1
    assert {mention.text for mention in heard(brand)} == {"Bonjour", "Été"}
    assert [mention.followers for mention in heard(brand) if mention.text == "Bonjour"] == [7]


@pytest.mark.django_db(transaction=True)
def test_an_import_that_dies_goes_on_from_its_last_line(send, brand, owner, monkeypatch, dies_at):
    monkeypatch.setattr(importing, "AT_ONCE", 10)
    task = send(lines(*(said(number) for number in range(95))))
    importing.queue(owner, task)
    dies_at(4)
    with pytest.raises(SystemExit):
        importing.take_up(task.pk)
    task.refresh_from_db()
    assert (task.state, task.report["new"], task.done) == ("running", 30, 31)
    assert resuming.abandoned(importing.KIND) == [task.pk]
    importing.take_up(task.pk)
    task.refresh_from_db()
    assert (task.state, task.report["new"], task.report["known"]) == ("done", 95, 0)
    assert len(heard(brand)) == 95
    assert Source.objects.get().brought == 95


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_lines_keep_them_once(send, brand, owner):
    task = send(lines(*(said(number) for number in range(5))))
    importing.queue(owner, task)
    importing.begun(task)
    source, shape = Source.objects.get(), files.Shape.from_json(task.input["shape"])
    records = list(files.records(importing.opened(task), shape))
    found = [importing.reader_of(task, source).read(record) for record in records]
    importing.keep(task, source, shape.begins, records, found)
    with pytest.raises(importing.Stopped):
        importing.keep(task, source, shape.begins, records, found)
    task.refresh_from_db()
    assert task.report["new"] == 5
    assert task.report["known"] == 0


@pytest.mark.django_db(transaction=True)
def test_an_import_in_the_hands_of_a_worker_is_left_to_it(send, owner):
    from threading import Thread

    from django.db import connection

    task = send(lines(said(1)))
    importing.queue(owner, task)

    def other() -> None:
        try:
            importing.take_up(task.pk)
        finally:
            connection.close()

    with resuming.held(task.pk) as mine:
        assert mine
        thread = Thread(target=other)
        thread.start()
        thread.join(10)
        task.refresh_from_db()
        assert task.state == "waiting"


@pytest.mark.django_db
def test_a_file_that_kills_its_worker_each_time_is_given_up(send, owner):
    task = send(lines(said(1)))
    importing.queue(owner, task)
    for _ in range(resuming.MOST_STARTS):
        importing.begun(task)
    importing.take_up(task.pk)
    task.refresh_from_db()
    assert task.state == "failed"
    assert task.report["error"]


@pytest.mark.django_db
def test_a_cancelled_import_keeps_what_came_in(send, owner, brand, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    task = send(lines(*(said(number) for number in range(6))))
    importing.queue(owner, task)
    keep = importing.keep

    def cancels(*args):
        place = keep(*args)
        LongTask.objects.filter(pk=task.pk).update(cancel_asked_at="2026-11-01T00:00:00Z")
        return place

    monkeypatch.setattr(importing, "keep", cancels)
    importing.take_up(task.pk)
    task.refresh_from_db()
    assert (task.state, task.report["new"], len(heard(brand))) == ("cancelled", 2, 2)
