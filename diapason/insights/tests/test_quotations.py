"""What people said, in reports: kept where it was heard, and gone from them once it is forgotten there."""

from datetime import timedelta
from typing import Any

import pytest

from diapason.core import clock
from diapason.insights.reports import document, making, pdf
from diapason.listening import handling, pipeline
from diapason.listening.mentions import Mention
from diapason.listening.models import Source
from diapason.listening.store import store
from diapason.workspaces.members import member_of
from diapason.workspaces.periods import last_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(brand, camille):
    return member_of(camille, brand.slug)


@pytest.fixture
def kept(brand, owner):
    archive, now = Source.objects.create(workspace=brand, kind="archive", name="Press"), clock.now()
    known: dict[str, Any] = {"url": "https://press.example/1", "author": "press.example/Jo", "author_name": "Jo"}
    said = [Mention(brand.pk, archive.pk, f"{ago}", now - timedelta(days=ago), f"The light of day {ago}", **known) for ago in (1, 40)]
    new = pipeline.take_in(brand, said).new
    handling.note(owner, new, handling.Kind.EVIDENCE)
    return new


def test_what_is_kept_is_quoted_in_the_reports_of_its_period(brand, owner, kept):
    told = document.of(making.make(owner, last_days(brand.today, 7)))
    assert [mention.text for mention in told.said] == ["The light of day 1"]
    [quotation] = document.for_print(told)["said"]
    assert quotation["said"] == "The light of day 1"
    assert quotation["who"].startswith("Jo, press.example, ")
    assert pdf.make(told).startswith(b"%PDF")


def test_a_report_quotes_nobody_who_was_forgotten_since(brand, owner, kept):
    report = making.make(owner, last_days(brand.today, 7))
    store().erase_author(brand.pk, "press.example/Jo", [])
    told = document.of(report)
    assert told.said == []
    assert "The light" not in str(report.facts)
    assert pdf.make(told).startswith(b"%PDF")


def test_a_report_of_before_quotes_nothing(brand, owner):
    report = making.make(owner, last_days(brand.today, 7))
    del report.facts["said"]
    assert document.of(report).said == []
