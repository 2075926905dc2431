"""Calendars that go out as files, and come in again."""

import io
from datetime import UTC, datetime

import openpyxl
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from diapason.editorial.exchange import exporting
from diapason.editorial.forms import LANGUAGES
from diapason.editorial.models import Post, Variant
from diapason.editorial.planner.filters import Filters
from diapason.editorial.tests.imports import take
from diapason.territory.models import Space


def test_an_export_runs_nothing_in_a_spreadsheet(lead, brand):
    Post.objects.create(workspace=brand, title="=cmd()", text="@SUM(1)", hashtags="-1+1")
    exporter = exporting.Exporter(lead, Filters().apply(lead))
    line = b"".join(exporting.as_csv(exporter)).decode("utf-8-sig").splitlines()[1]
    assert line.startswith("'=cmd()")
    assert "'@SUM(1)" in line
    assert "'-1+1" in line


def test_a_workbook_has_real_dates_a_filter_and_a_fixed_header(lead, brand):
    Post.objects.create(workspace=brand, title="One", publish_at=datetime(2026, 11, 23, 13, 30, tzinfo=UTC))
    target = io.BytesIO()
    exporting.write_xlsx(exporting.Exporter(lead, Filters().apply(lead)), target)
    sheet = openpyxl.load_workbook(target)["Diapason"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:T2"
    assert sheet.cell(2, 14).value == datetime(2026, 11, 23, 14, 30)  # noqa: DTZ001


def test_the_writer_the_brief_and_any_language_of_the_composer_go_out_and_come_back(lead, brand, yanis):
    values = {"assignee": yanis, "brief": "Two photos", "market": "qc", "seo_keywords": "lamp", "partners": "@atelier"}
    for language, _name in LANGUAGES:
        Post.objects.create(workspace=brand, title=f"In {language}", language=language, status="draft", **values)
    content = b"".join(exporting.as_csv(exporting.Exporter(lead, Filters().apply(lead))))
    Post.objects.all().delete()
    task = take(lead, content)
    assert task.report["problems"] == []
    assert {post.language for post in Post.objects.all()} == {code for code, _name in LANGUAGES}
    post = Post.objects.first()
    assert post
    assert {name: getattr(post, name) for name in values} == values


def test_an_export_is_the_filtered_view(client, camille, brand):
    Post.objects.create(workspace=brand, title="Kept", status="draft")
    Post.objects.create(workspace=brand, title="Other", status="idea")
    client.force_login(camille)
    answer = client.get(reverse("calendar_csv", args=[brand.slug]), {"status": "draft"})
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Kept" in content
    assert "Other" not in content


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")), min_size=1, max_size=60).map(str.strip).filter(bool)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.just("\n"), max_size=200)
WALL = st.datetimes(datetime(2010, 1, 1), datetime(2090, 1, 1))  # noqa: DTZ001
MOMENTS = st.none() | WALL.map(lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC))
POSTS = st.fixed_dictionaries(
    {
        "title": NAMES,
        "text": TEXTS,
        "call_to_action": NAMES,
        "hashtags": NAMES,
        "status": st.sampled_from(["idea", "draft"]),
        "content_type": st.sampled_from(["", "news", "poll"]),
        "language": st.sampled_from(["fr", "en"]),
        "publish_at": MOMENTS,
        "writing_due": MOMENTS,
        "approval_due": MOMENTS,
    }
)


@settings(max_examples=25)
@given(posts=st.lists(POSTS, min_size=1, max_size=4), kind=st.sampled_from(["csv", "xlsx"]))
def test_what_is_exported_comes_back_the_same(lead, brand, posts, kind):
    Post.objects.all().delete()
    Post.objects.bulk_create(Post(workspace=brand, **values) for values in posts)
    before = facts()
    exporter, target = exporting.Exporter(lead, Filters().apply(lead)), io.BytesIO()
    if kind == "csv":
        target.write(b"".join(exporting.as_csv(exporter)))
    else:
        exporting.write_xlsx(exporter, target)
    Post.objects.all().delete()
    task = take(lead, target.getvalue())
    assert task.report.get("problems") == []
    assert facts() == before


def facts():
    names = ["title", "text", "call_to_action", "hashtags", "content_type", "language", "publish_at", "writing_due", "approval_due"]
    found = [tuple(row) for row in Post.objects.values_list(*names, "status")]
    return sorted(((*row[:-1], "draft" if row[1] and row[-1] == "idea" else row[-1]) for row in found), key=repr)


def test_spaces_come_back_one_by_one(lead, brand, agora):
    other = Space.objects.create(workspace=brand, network="agora", name="Lumen, l’atelier", account_id="2")
    post = Post.objects.create(workspace=brand, title="One")
    Variant.objects.create(post=post, network="agora").spaces.add(other)
    Variant.objects.create(post=post, network="gazette")
    content = b"".join(exporting.as_csv(exporting.Exporter(lead, Filters().apply(lead))))
    Post.objects.all().delete()
    assert take(lead, content).report["imported"] == 1
    assert {variant.network: [place.pk for place in variant.spaces.all()] for variant in Variant.objects.all()} == {
        "agora": [other.pk],
        "gazette": [],
    }
