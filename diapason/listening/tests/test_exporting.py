"""Mentions and figures that leave as files."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from openpyxl import load_workbook

from conftest import at
from diapason.core import clock
from diapason.listening import exporting, holdings, pipeline
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


def test_an_export_of_another_brand_is_not_found(client, olga, owner, heard):
    task = made(exporting.ask(owner, "", "csv"))
    client.force_login(olga)
    assert client.get(reverse("export_file", args=["ailleurs", task.pk])).status_code == 404


def test_every_figure_of_a_query_leaves_as_csv_and_all_of_them_as_a_workbook(signed_in, brand, said, ask):
    from diapason.listening.tables import OF_QUERY

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
