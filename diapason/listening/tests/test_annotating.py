"""What happened on the days of a chart."""

from datetime import date

import pytest
from django.utils import translation

from conftest import at
from diapason.editorial.models import Post
from diapason.listening import annotating
from diapason.listening.models import Annotation
from diapason.listening.tests.conftest import MONDAY
from diapason.workspaces.periods import Period

pytestmark = pytest.mark.django_db
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))


def note(brand, day: int, text: str, **more) -> Annotation:
    return Annotation.objects.create(workspace=brand, day=date(2026, 11, day), text=text, **more)


def test_a_note_stands_on_its_day_in_the_chart_of_its_query_and_in_that_of_all(brand, owner, ask):
    one, other = ask("lampe"), ask("lumen")
    note(brand, 17, "Strike", query=one)
    note(brand, 18, "Launch")
    note(brand, 28, "Later")
    told = [(mark.index, mark.label) for mark in annotating.marks(owner, WEEK, ["note"], other)]
    assert told == [(2, "Launch")]
    assert len(annotating.marks(owner, WEEK, ["note"], one)) == 2
    assert len(annotating.marks(owner, WEEK, ["note"])) == 2


def test_what_is_of_one_kind_on_one_day_is_told_together(brand, owner):
    for number in range(3):
        Post.objects.create(workspace=brand, title=f"Post {number}", status="published", publish_at=MONDAY)
    with translation.override("en"):
        [mark] = annotating.marks(owner, WEEK, ["post"])
    assert (mark.index, mark.label) == (0, "Post 0 and 2 others")
    assert "/posts/" in mark.url


def test_a_reader_chooses_what_is_marked():
    assert annotating.chosen([]) == ["note", "alert"]
    assert annotating.chosen(["none"]) == []
    assert annotating.chosen(["none", "moment"]) == ["moment"]


def test_a_note_is_written_removed_and_put_back(signed_in, brand, ask):
    query = ask("lampe")
    page = at("annotations")
    answer = signed_in.post(page, {"day": "2026-11-17", "text": "Strike of the carrier", "query": query.pk})
    assert answer.headers["Location"] == at("query", query.pk)
    shown = signed_in.get(at("query", query.pk), {"from": "2026-11-16", "to": "2026-11-22"}).content.decode()
    assert 'data-chart-mark="1"' in shown
    assert "Strike of the carrier" in shown
    found = Annotation.objects.get()
    signed_in.post(at("annotation_removal", found.pk))
    assert "Strike of the carrier" not in signed_in.get(page, follow=True).content.decode().split("<main")[1]
    signed_in.post(at("annotation_restoration", found.pk))
    assert "Strike of the carrier" in signed_in.get(page).content.decode()
    assert signed_in.post(page, {"day": "never", "text": "kept as it was typed"}).status_code == 422
