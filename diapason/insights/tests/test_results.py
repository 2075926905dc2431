import io
from datetime import timedelta

import pytest
from django.utils import translation
from openpyxl import load_workbook

from diapason.core import clock, numbers
from diapason.insights import following, ingest, posts_table, wording
from diapason.insights.models import Outcome
from diapason.insights.tests.conftest import figures, publish


@pytest.fixture
def page(client, brand, camille):
    client.force_login(camille)
    return f"/w/{brand.slug}/results/"


@pytest.fixture
def sixty(space, objective):
    """Sixty posts of the last day; the network gave figures for all but the last ten."""
    now = clock.now()
    for number in range(60):
        publish(space, objective=objective, at=now - timedelta(minutes=number + 5), title=f"Post {number}", remote_id=f"r{number}")
    following.follow_published()
    outcomes = list(Outcome.objects.order_by("pk"))
    ingest.posts(space, outcomes[:50], {f"r{number}": figures(likes=number, impressions=10 * number) for number in range(50)}, now)
    return outcomes


def test_an_empty_brand_opens_its_results(client, page):
    assert client.get(page).status_code == 200
    assert client.get(f"{page}posts/").status_code == 200


def test_the_dashboard_shows_what_the_period_did(client, page, sixty):
    content = client.get(page).content.decode()
    assert "1,225" in content  # 0 + 1 + … + 49 reactions
    assert "12,250" in content
    assert len(content) < 80_000


def test_a_bad_period_is_the_usual_one(client, page, sixty):
    for query in ("from=x&to=y", "from=2026-12-01&to=2026-01-01", "from=0001-01-01&to=9999-12-31"):
        assert client.get(f"{page}?{query}").status_code == 200


def titles(answer):
    return [outcome.post.title for outcome in answer.context["page"].rows]


def test_every_sort_shows_each_post_once_and_missing_figures_last(client, page, sixty):
    for sort in ("-engagement", "likes", "-impressions", "published_at", "-value"):
        seen: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            answer = client.get(f"{page}posts/", {"sort": sort, "cursor": cursor})
            seen += titles(answer)
            cursor = answer.context["page"].next
        assert sorted(seen) == sorted({f"Post {number}" for number in range(60)})
    first = titles(client.get(f"{page}posts/", {"sort": "-likes"}))
    assert first[:2] == ["Post 49", "Post 48"]


def test_the_table_costs_the_same_for_ten_posts_or_fifty(client, page, sixty, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        answer = client.get(f"{page}posts/")
    assert len(answer.content) < 80_000


def test_filters_narrow_the_table_and_the_files(client, page, sixty, objective):
    assert len(titles(client.get(f"{page}posts/", {"objective": objective.pk}))) == posts_table.SIZE
    assert titles(client.get(f"{page}posts/", {"network": "other"})) == []
    lines = b"".join(client.get(f"{page}posts.csv", {"network": "test"})).decode().splitlines()
    assert len(lines) == 61


def test_the_spreadsheet_holds_numbers_and_dates(client, page, sixty):
    sheet = load_workbook(io.BytesIO(client.get(f"{page}posts.xlsx").content))["Posts"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert {type(row[0]).__name__ for row in rows} == {"datetime"}
    assert sum(int(str(row[9])) for row in rows if row[9] is not None) == 1225
    assert len([row for row in rows if row[9] is None]) == 10


def test_figures_are_written_as_each_language_writes_them():
    from decimal import Decimal

    with translation.override("fr"):
        assert numbers.grouped(Decimal(12480)) == "12\u202f480"
        assert numbers.percent(Decimal("0.0421")) == "4,2\u202f%"
        assert numbers.money(Decimal("12480"), "EUR") == "12\u202f480\u00a0€"
        assert wording.duration(8040) == "2\u00a0h\u00a014" or wording.duration(8040) == "2 h 14"
    with translation.override("en"):
        assert numbers.grouped(Decimal(12480)) == "12,480"
        assert numbers.percent(Decimal("0.81")) == "81%"
        assert numbers.money(Decimal("49.90"), "EUR") == "€49.90"


def test_a_client_reads_results_and_an_outsider_does_not(client, page, olga):
    client.force_login(olga)
    assert client.get(page).status_code == 404


def test_the_parts_of_the_results_are_read_after_them(client, page, brand, camille):
    client.force_login(camille)
    whole = client.get(page, {"from": "2026-01-01", "to": "2026-12-31"}).content.decode()
    for part in ("charts", "best"):
        assert f'hx-get="{page}{part}/?from=2026-01-01&amp;to=2026-12-31" hx-trigger="load"' in whole
        assert client.get(f"{page}{part}/", {"from": "2026-01-01", "to": "2026-12-31"}).status_code == 200
