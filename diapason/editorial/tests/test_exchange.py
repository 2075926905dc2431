"""Calendars that come in as files, good and bad."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from diapason.core import clock
from diapason.editorial.exchange import dates, importing, tables
from diapason.editorial.exchange.columns import recognise
from diapason.editorial.models import Post, Variant, Version
from diapason.editorial.tests.imports import take
from diapason.strategy.models import Objective
from diapason.territory.models import Space
from diapason.workspaces.members import member_of
from diapason.workspaces.models import Event, LongTask

FRENCH = "Titre;Date de publication;Réseaux;Texte\nÉté à Lyon;23/11/2026 14h30;Agora;« Déjà l’été »\n"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def space(brand):
    return Space.objects.create(workspace=brand, network="agora", name="Maison Lumen", account_id="1")


# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_a_file_from_excel_is_read_whatever_its_encoding(lead, space, encoding):
    task = take(lead, FRENCH.encode(encoding))
    assert task.report["imported"] == 1, task.report
    post = Post.objects.get()
    assert (post.title, post.text, post.status) == ("Été à Lyon", "« Déjà l’été »", "draft")
    assert post.publish_at == datetime(2026, 11, 23, 13, 30, tzinfo=UTC)
    assert list(Variant.objects.get().spaces.all()) == [space]
    assert Version.objects.get(post=post).number == 1
    assert Event.objects.filter(verb="post.created").count() == 1


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_any_usual_mark_parts_the_columns(lead, mark):
    task = take(lead, f'Title{mark}Text\n"One{mark} two"{mark}"first line\r\nsecond ""line"""\n')
    assert task.report["imported"] == 1
    post = Post.objects.get()
    assert post.title == f"One{mark} two".strip()
    assert post.text == 'first line\nsecond "line"'


ZONE = clock.zone("Europe/Paris")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("23/11/2026", "2026-11-23 09:00"),
        ("23/11/2026 14:30", "2026-11-23 14:30"),
        ("23/11/2026 14h30", "2026-11-23 14:30"),
        ("23/11/26 8h", "2026-11-23 08:00"),
        ("23 nov. 2026", "2026-11-23 09:00"),
        ("lundi 23 novembre 2026 à 14 h 30", "2026-11-23 14:30"),
        ("1er mars 2027 9h", "2027-03-01 09:00"),
        ("Nov 23, 2026 2:30 pm", "2026-11-23 14:30"),
        ("11/23/2026", "2026-11-23 09:00"),
        ("2026-11-23T14:30", "2026-11-23 14:30"),
        (46349, "2026-11-23 09:00"),
        (46349.604166667, "2026-11-23 14:30"),
        ("46349,5", "2026-11-23 12:00"),
        (datetime(2026, 11, 23), "2026-11-23 09:00"),  # noqa: DTZ001
        (date(2026, 11, 23), "2026-11-23 09:00"),
    ],
)
def test_dates_are_read_as_people_write_them(written, read):
    found = dates.read(written, ZONE)
    assert found is not None
    assert found.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") == read


@pytest.mark.parametrize("written", ["tomorrow", "31/02/2026", "23/11/2026 at noon 99", "29/03/2026 02:30", 3, "14h30", True])
def test_what_is_not_a_date_is_refused_with_a_sentence(written):
    with pytest.raises(ValidationError):
        dates.read(written, ZONE)


def test_headers_are_recognised_in_both_languages_and_by_what_the_brand_chose_before():
    assert recognise(["TITRE", "Date de publication", "Publication Date", "Sujet", "x"], {"x": "text"}) == [
        "title",
        "publish_at",
        "",
        "",
        "text",
    ]


def workbook(fill, extra=None) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active)
    buffer = io.BytesIO()
    book.save(buffer)
    if extra:
        with zipfile.ZipFile(buffer, "a") as archive:
            archive.writestr(*extra)
    return buffer.getvalue()


def test_a_workbook_brings_real_dates_and_merged_cells(lead):
    def fill(sheet):
        sheet.append(["My calendar"])
        sheet.delete_rows(1)
        sheet.append(["Title", "Date", "Text"])
        sheet.append(["One", datetime(2026, 11, 23, 14, 30), "=1+1"])  # noqa: DTZ001
        sheet.append(["Two", None, "b"])
        sheet.merge_cells("B2:B3")

    task = take(lead, workbook(fill))
    assert task.report["imported"] == 2, task.report
    assert {post.publish_at for post in Post.objects.all()} == {datetime(2026, 11, 23, 13, 30, tzinfo=UTC)}


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (tables.MOST_UNPACKED + 1))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, "not a text file"),
        (bytes(range(1, 9)) * 500, "not a text file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old Excel"),
        (b"PK\x03\x04 nonsense", "damaged"),
        (b"", "nothing to import"),
        (b"Title\n", "nothing to import"),
        (b"Title\n" + b"a\n" * 20_001, "20,000 lines"),
        (b"Title\n" + b"a" * (tables.MOST_BYTES + 1), "20 MB"),
        (workbook(lambda sheet: sheet.append(["Title"]), ("xl/vbaProject.bin", b"macro")), "macros"),
        (b'Title,Text\n"' + b"a" * 300_000, "cannot be read"),
    ],
)
def test_hostile_and_broken_files_are_refused_with_a_reason(content, said):
    with pytest.raises(tables.Unreadable, match=said):
        tables.read(content)


def test_a_zip_bomb_is_not_unpacked():
    with pytest.raises(tables.Unreadable, match="unpacked"):
        tables.read(bomb())


# ── All or nothing ───────────────────────────────────────────────────────────────────────────────────────────────────
BAD = "Title,Date,Objective\nGood,2026-11-23,\n,,\n,2026-11-24,\nLate,someday,\nWho,,Nobody\n"


def test_one_refused_line_and_nothing_is_imported(lead):
    task = take(lead, BAD)
    assert (task.state, task.report["imported"], task.report["refused"], task.report["good"]) == ("done", 0, 3, 1)
    assert Post.objects.count() == 0
    assert [(line, column) for line, column, _reason in task.report["problems"]] == [(4, "Title"), (5, "Date"), (6, "Objective")]


def test_the_good_lines_come_in_when_that_is_asked(lead):
    task = take(lead, BAD, good_only=True)
    assert (task.report["imported"], task.report["refused"]) == (1, 3)


def test_unknown_names_are_left_out_when_that_is_asked(lead, brand):
    task = take(lead, "Title,Objective,Networks\nWho,Nobody,\nB,reach more,agora\n", lenient=True)
    assert task.report["imported"] == 2
    Objective.objects.create(workspace=brand, name="Reach more", kind="awareness", starts_on=NOW.date(), due_on=NOW.date())
    take(lead, "Title,Objective\nC,  REACH more \n")
    assert Post.objects.get(title="C", objective__name="Reach more")


def test_approval_is_not_imported(lead):
    take(
        lead,
        "Title,Status,Date\nA,Approved,2099-01-01\nB,Programmée,2099-01-01\nC,Published,2020-01-01\nD,published,2099-01-01\nE,Idea,\n",
        lenient=True,
    )
    assert dict(Post.objects.values_list("title", "status")) == {"A": "draft", "B": "draft", "C": "published", "D": "draft", "E": "idea"}


def test_a_failure_in_the_middle_leaves_nothing(lead, monkeypatch):
    calls = []

    def fail(*args):
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("the database went away")

    monkeypatch.setattr(importing, "keep_versions", fail)
    monkeypatch.setattr(importing, "BATCH", 2)
    task = importing.begin(lead, "c.csv", b"Title\n" + b"a\n" * 5)
    with pytest.raises(RuntimeError):
        importing.run(task, lead)
    assert Post.objects.count() == 0
    task.refresh_from_db()
    assert task.state == "failed"


def test_an_import_can_be_cancelled_while_it_runs(lead, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    task = importing.begin(lead, "c.csv", b"Title\n" + b"a\n" * 5)
    LongTask.objects.filter(pk=task.pk).update(cancel_asked_at=NOW)
    importing.run(task, lead)
    assert (task.state, Post.objects.count()) == ("cancelled", 0)


def test_an_import_is_taken_back_but_not_what_was_changed_since(lead):
    task = take(lead, "Title\nOne\nTwo\nThree\n")
    Post.objects.filter(title="Two").update(revision=1)
    assert importing.undo(task, lead) == (2, 1)
    assert list(Post.objects.filter(removed_at=None).values_list("title", flat=True)) == ["Two"]
    assert importing.undo(task, lead) == (0, 0)


def test_twenty_thousand_lines_are_imported_in_batches(lead, space, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(importing, "BATCH", 100)
    task = importing.begin(lead, "c.csv", b"Title,Networks\n" + b"a post,agora\n" * 300)
    with django_assert_max_num_queries(3 * 20 + 30):
        importing.run(task, lead)
    assert task.report["imported"] == 300


# ── The screens ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_file_goes_through_its_screens(client, camille, brand, space, django_capture_on_commit_callbacks):
    client.force_login(camille)
    answer = client.post(reverse("calendar_import", args=[brand.slug]), {"file": io.BytesIO(FRENCH.encode("cp1252"))})
    assert answer.status_code == 302
    page = client.get(answer.url)
    assert "Été à Lyon" in page.content.decode()
    done = client.post(answer.url, {"column": ["title", "publish_at", "networks", "text"], "act": "import"})
    assert done.status_code == 302
    task = LongTask.objects.get(kind=importing.KIND)
    assert task.input["queued"]
    assert client.get(answer.url).status_code == 200
    importing.run(task, member_of(camille, brand.slug))
    assert "1 post is in the calendar" in client.get(answer.url).content.decode()
    client.post(reverse("calendar_import_undo", args=[brand.slug, task.pk]))
    assert "taken back" in client.get(answer.url).content.decode()


def test_a_file_that_cannot_be_read_says_why(client, camille, brand):
    client.force_login(camille)
    answer = client.post(reverse("calendar_import", args=[brand.slug]), {"file": io.BytesIO(b"PK nonsense")})
    assert answer.status_code == 422
    assert "damaged" in answer.content.decode()
    assert LongTask.objects.count() == 0


def test_a_calendar_announced_at_two_gigabytes_is_refused_unread(client, camille, olga, brand):
    class Unread(io.RawIOBase):
        def read(self, *_):
            raise AssertionError("the body was read")

    def send():
        kind = "multipart/form-data; boundary=x"
        body: dict[str, object] = {"wsgi.input": Unread()}
        return client.generic(
            "POST", reverse("calendar_import", args=[brand.slug]), b"", CONTENT_TYPE=kind, CONTENT_LENGTH="2000000000", **body
        )

    client.force_login(camille)
    answer = send()
    assert answer.status_code == 413
    assert "larger than 20 MB" in answer.content.decode()
    client.force_login(olga)
    assert send().status_code == 404


def test_the_refused_lines_are_downloaded_without_formulas(client, camille, brand, lead):
    task = take(lead, 'Title,Date\nA,"=HYPERLINK(1)"\n')
    task.save()
    client.force_login(camille)
    content = client.get(reverse("calendar_import_refusals", args=[brand.slug, task.pk])).content.decode("utf-8-sig")
    assert "2;Date;" in content


def test_another_brands_import_is_not_found(client, olga, lead, brand):
    task = take(lead, "Title\nOne\n")
    client.force_login(olga)
    assert client.get(reverse("calendar_import_task", args=["ailleurs", task.pk])).status_code == 404
    assert client.post(reverse("calendar_import_undo", args=["ailleurs", task.pk])).status_code == 404


def test_old_imports_teach_the_next_one(lead):
    task = take(lead, "Title,Rubrique\nOne,hello\n", mapping=["title", "text"])
    task.save()
    again = importing.begin(lead, "next.csv", b"Title,RUBRIQUE\nTwo,hello\n")
    assert again.input["mapping"] == ["title", "text"]
    assert timedelta(0) <= clock.now() - again.created_at
