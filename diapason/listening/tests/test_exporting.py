"""Mentions and figures that leave as files."""

import csv
import io
import zipfile
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from openpyxl import load_workbook

from conftest import at
from diapason.core import clock, parquet
from diapason.listening import exporting, holdings, pipeline
from diapason.listening.sources.archives import importing
from diapason.listening.store import store
from diapason.listening.store.base import Search
from diapason.listening.tables import OF_QUERY
from diapason.workspaces.models import LongTask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def heard(brand, said):
    return pipeline.take_in(brand, [said(f"=lampe {number}", said_at=clock.now(), author="x:1") for number in range(5)]).new


def made(task: LongTask) -> LongTask:
    exporting.take_up(task.pk)
    task.refresh_from_db()
    return task


def test_mentions_leave_as_a_workbook_made_aside(signed_in, heard, monkeypatch):
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    answer = signed_in.post(at("exports"), {"kind": "xlsx", "asked": "q=lampe"})
    task = made(LongTask.objects.get())
    assert answer.headers["Location"] == at("export", task.pk)
    assert (task.state, task.done) == ("done", 5)
    assert "5 mentions are in the file" in signed_in.get(at("export", task.pk)).content.decode()
    body = b"".join(signed_in.get(at("export_file", task.pk)).streaming_content)
    rows = list(load_workbook(io.BytesIO(body)).worksheets[0].values)
    assert rows[0][:2] == ("Said at", "Kind")
    assert {row[3] for row in rows[1:]} == {f"'=lampe {number}" for number in range(5)}


def test_mentions_leave_as_parquet_as_they_are_kept_and_come_back_as_they_were(signed_in, owner, brand, said):
    pq = pytest.importorskip("pyarrow.parquet", reason="skipped: pyarrow is not installed (requirements/parquet.txt)")
    at_noon = datetime(2026, 11, 20, 11, 0, 0, 123456, tzinfo=UTC)
    whole = said(
        "=lampe", said_at=at_noon, url="https://forum.example/1", author_name="Julie", followers=3, labels=("a", "b"), language="fr"
    )
    pipeline.take_in(brand, [whole, said("lampe", said_at=at_noon)])
    signed_in.post(at("exports"), {"kind": "parquet", "asked": "q=lampe&from=2026-11-01&to=2026-11-30"})
    task = made(LongTask.objects.get())
    answer = signed_in.get(at("export_file", task.pk))
    assert (answer.headers["Content-Type"], task.report["name"][-8:]) == ("application/vnd.apache.parquet", ".parquet")
    body = b"".join(answer.streaming_content)
    table = pq.read_table(io.BytesIO(body))
    assert str(table.schema.field("said_at").type) == "timestamp[us, tz=UTC]"
    assert str(table.schema.field("labels").type).startswith("list<")
    [row] = [each for each in table.to_pylist() if each["text"] == "=lampe"]
    assert (row["said_at"], row["followers"], row["labels"], row["site"]) == (at_noon, 3, ["a", "b"], "forum.example")
    [other] = [each for each in table.to_pylist() if each["text"] == "lampe"]
    assert (other["followers"], other["url"], other["country"]) == (None, None, None)
    back = importing.begin(owner, "mentions.parquet", io.BytesIO(body))
    importing.queue(owner, back)
    importing.take_up(back.pk)
    back.refresh_from_db()
    assert (back.state, back.report["new"], back.report["refused"]) == ("done", 2, 0)
    found = store().search(Search(brand.pk), 10).mentions
    same = Counter((each.text, each.said_at, each.url, each.author_name, each.followers) for each in found)
    assert sorted(same.values()) == [2, 2]


def test_parquet_is_offered_where_it_can_be_made(signed_in, heard, ask, monkeypatch):
    query = ask("lampe")
    pages = [at("listening"), at("query", query.pk), at("mentions")]
    monkeypatch.setattr(parquet, "available", lambda: True)
    assert all("(Parquet)" in page or "Parquet of everything" in page for page in (signed_in.get(each).text for each in pages))
    monkeypatch.setattr(parquet, "available", lambda: False)
    assert not any("Parquet" in signed_in.get(each).text for each in [*pages, at("archives")])
    assert signed_in.post(at("exports"), {"kind": "parquet"}).status_code == 404
    assert signed_in.get(at("figures_export", query.pk), {"kind": "parquet"}).status_code == 404


def test_figures_leave_as_parquet_one_by_one_and_together(signed_in, brand, said, ask):
    pq = pytest.importorskip("pyarrow.parquet", reason="skipped: pyarrow is not installed (requirements/parquet.txt)")
    query = ask("lampe", "=Lampes")
    pipeline.take_in(brand, [said("lampe rouge", said_at=clock.now(), url="https://a.example/1", author="x:1")])
    whole = signed_in.get(at("figures_export", query.pk), {"kind": "parquet"})
    with zipfile.ZipFile(io.BytesIO(whole.content)) as archive:
        assert sorted(archive.namelist()) == sorted(f"{code}.parquet" for code in OF_QUERY)
        days = pq.read_table(io.BytesIO(archive.read("volume.parquet")))
    assert [str(field.type) for field in days.schema][:2] == ["date32[day]", "int64"]
    alone = signed_in.get(at("figures_export", query.pk), {"kind": "parquet", "figure": "volume"}).content
    assert pq.read_table(io.BytesIO(alone)) == days
    assert [row["All mentions"] for row in days.to_pylist() if row["All mentions"]] == [1]
    queries = signed_in.get(at("overview_export"), {"kind": "parquet", "figure": "queries"}).content
    [row] = pq.read_table(io.BytesIO(queries)).to_pylist()
    assert (row["Query"], row["Mentions"], row["Before"]) == ("=Lampes", 1, None)
    assert signed_in.get(at("overview_export"), {"kind": "parquet"}).headers["Content-Type"] == "application/zip"


def test_what_was_cancelled_or_interrupted_leaves_no_file(owner, heard):
    task = exporting.ask(owner, "", "csv")
    LongTask.objects.filter(pk=task.pk).update(cancel_asked_at=clock.now())
    assert (made(task).state, task.report) == ("cancelled", {})
    other = exporting.ask(owner, "", "csv")
    LongTask.objects.filter(pk=other.pk).update(state="running", input=other.input | {"starts": 1})
    assert made(other).state == "done"
    third = exporting.ask(owner, "", "csv")
    LongTask.objects.filter(pk=third.pk).update(state="running", input=third.input | {"starts": 3})
    assert made(third).state == "failed"


def test_a_file_goes_after_some_days_and_when_somebody_is_forgotten(signed_in, owner, brand, heard, django_capture_on_commit_callbacks):
    old, recent = made(exporting.ask(owner, "", "csv")), made(exporting.ask(owner, "", "csv"))
    LongTask.objects.filter(pk=old.pk).update(finished_at=clock.now() - exporting.KEPT - timedelta(minutes=1))
    exporting.forget_old()
    assert not default_storage.exists(old.report["file"])
    assert default_storage.exists(recent.report["file"])
    with django_capture_on_commit_callbacks(execute=True):
        assert holdings.forget(brand.pk, ["x:1"]) == 5
    assert not default_storage.exists(recent.report["file"])
    assert signed_in.get(at("export_file", recent.pk)).status_code == 302
    assert "no longer kept" in signed_in.get(at("export", recent.pk)).content.decode()


def test_exports_are_listed_with_their_file_while_it_is_kept(signed_in, owner, heard):
    assert "No file was made yet" in signed_in.get(at("exports")).content.decode()
    tasks = [made(exporting.ask(owner, "", "csv")) for _ in range(2)]
    exporting.forget([tasks[0]])
    page = signed_in.get(at("exports")).content.decode()
    assert "5 mentions" in page
    assert [at("export_file", task.pk) in page for task in tasks] == [False, True]
    assert "no longer kept" in page
    assert at("exports") in signed_in.get(f"{at('mentions')}?from=2020-01-01&to=2030-01-01").content.decode()


def test_an_export_of_another_brand_is_not_found(client, olga, owner, heard):
    task = made(exporting.ask(owner, "", "csv"))
    client.force_login(olga)
    assert client.get(reverse("export_file", args=["ailleurs", task.pk])).status_code == 404
    assert "No file was made yet" in client.get(reverse("exports", args=["ailleurs"])).content.decode()


def test_every_figure_of_a_query_leaves_as_csv_and_all_of_them_as_a_workbook(signed_in, brand, said, ask):
    query = ask("lampe")
    pipeline.take_in(brand, [said("lampe rouge", said_at=clock.now(), url="https://a.example/1", country="FR", author="x:1")])
    for code in OF_QUERY:
        body = b"".join(signed_in.get(at("figures_export", query.pk), {"figure": code}).streaming_content).decode("utf-8-sig")
        assert len(list(csv.reader(io.StringIO(body)))) >= 1, code
    book = load_workbook(io.BytesIO(signed_in.get(at("figures_export", query.pk)).content))
    assert len(book.sheetnames) == len(OF_QUERY)
    days = list(book.worksheets[0].values)
    assert days[0][:2] == ("Day", "All mentions")
    assert [row[1] for row in days[1:] if row[1]] == [1]
    assert signed_in.get(at("figures_export", query.pk), {"figure": "nonsense"}).status_code == 404


def test_the_comparison_of_queries_leaves_with_missing_figures_missing(signed_in, ask):
    ask("lampe", "=Lampes")
    book = load_workbook(io.BytesIO(signed_in.get(at("overview_export")).content))
    assert [row[:5] for row in book.worksheets[0].values][1] == ("'=Lampes", "Our brand", 0, None, None)
    assert signed_in.get(at("overview_export"), {"figure": "queries"}).status_code == 200
