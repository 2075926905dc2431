"""Screens of archives: from the file to what came of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conftest import at
from diapason.listening.sources.archives import importing
from diapason.listening.sources.tests.conftest import heard
from diapason.listening.sources.tests.test_archives import lines, said
from diapason.workspaces.models import LongTask

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, yanis):
    client.force_login(yanis)
    return client


def test_from_the_file_to_the_report(browser, brand):
    content = lines(said(1), "hier;Julie;Sans date;x;1\n")
    page = browser.post(at("archives"), {"file": SimpleUploadedFile("veille.csv", content)}, follow=True)
    assert "Bonjour 1" in page.text
    assert "“hier” is not a date." in page.text
    task = LongTask.objects.get()
    asked = {"column": ["date", "author", "", "", ""], "act": "import", "encoding": "utf-8-sig", "separator": ";", "dates": "day"}
    missing = browser.post(at("archive", task.pk), asked)
    assert missing.status_code == 422
    assert "Say which column holds the text" in missing.text
    asked["column"] = ["date", "author", "text", "url", "followers"]
    page = browser.post(at("archive", task.pk), asked, follow=True)
    assert "hx-get" in page.text
    importing.take_up(task.pk)
    page = browser.get(at("archive", task.pk))
    assert "1 line was left out" in page.text
    refused = browser.get(at("archive_refusals", task.pk)).content.decode("utf-8-sig")
    assert refused.splitlines()[1] == "3,“hier” is not a date."


def test_what_bears_no_date_is_of_the_day_that_a_person_chooses(browser, brand):
    brand.time_zone = "America/Toronto"
    brand.save()
    content = "Avis\nLa montre s’arrête toute seule\nTrès belle montre, merci\n".encode()
    page = browser.post(at("archives"), {"file": SimpleUploadedFile("avis.csv", content)}, follow=True)
    assert "There is no date." in page.text
    task = LongTask.objects.get()
    asked = {"column": ["text"], "act": "import", "day": "2099-01-01"}
    refused = browser.post(at("archive", task.pk), asked)
    assert refused.status_code == 422
    assert "on which day all of it was said" in refused.text
    browser.post(at("archive", task.pk), asked | {"day": "2026-11-02"})
    importing.take_up(task.pk)
    [one, other] = heard(brand)
    assert one.said_at == other.said_at == datetime(2026, 11, 2, tzinfo=ZoneInfo("America/Toronto"))


def test_another_separator_finds_other_columns(browser, brand):
    content = b"Date,Texte|de trop\n01/11/2026,Bonjour|x\n"
    browser.post(at("archives"), {"file": SimpleUploadedFile("veille.csv", content)})
    task = LongTask.objects.get()
    browser.post(at("archive", task.pk), {"encoding": "utf-8-sig", "separator": "|", "act": "preview"})
    task.refresh_from_db()
    assert task.input["shape"]["headers"] == ["Date,Texte", "de trop"]


def test_a_file_that_cannot_be_read_says_what_to_do(browser, brand):
    page = browser.post(at("archives"), {"file": SimpleUploadedFile("a.json", b'[{"a": 1}]')})
    assert page.status_code == 422
    assert "Write it as JSON Lines" in page.text


def test_from_a_file_in_parquet_to_its_mentions(browser, brand):
    from diapason.listening.sources.tests.test_parquet import MORNING, written  # skips where pyarrow is not installed

    assert "Excel (XLSX) or Parquet" in browser.get(at("archives")).text
    table = {
        "published_at": [MORNING, None],
        "author": [{"name": "Julie", "handle": "julie"}, {"name": "Zoé", "handle": None}],
        "message": ["Une lampe", "Sans date"],
        "hashtags": [["a"], []],
    }
    page = browser.post(at("archives"), {"file": SimpleUploadedFile("veille.parquet", written(table))}, follow=True)
    assert "2 lines were found" in page.text
    assert "Some columns are left out" in page.text
    assert "hashtags" in page.text
    assert "Encoding" not in page.text
    assert "There is no date." in page.text
    task = LongTask.objects.get()
    assert task.input["mapping"] == ["date", "author", "handle", "text"]
    browser.post(at("archive", task.pk), {"column": task.input["mapping"], "act": "import"})
    importing.take_up(task.pk)
    [mention] = heard(brand)
    assert (mention.text, mention.author_name, mention.author_handle, mention.said_at) == ("Une lampe", "Julie", "julie", MORNING)


def test_a_file_in_parquet_that_cannot_be_read_says_so(browser, brand):
    page = browser.post(at("archives"), {"file": SimpleUploadedFile("a.parquet", b"PAR1" + bytes(50))})
    assert page.status_code == 422
    assert "cut short" in page.text
