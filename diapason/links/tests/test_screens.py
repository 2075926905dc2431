import csv
import io

import pytest

from diapason.links.models import ClickHour, Link, Site
from diapason.links.services import shorten
from diapason.territory.models import Space
from diapason.workspaces.models import Workspace


@pytest.fixture
def page(client, brand, yanis):
    client.force_login(yanis)
    return f"/w/{brand.slug}/links/"


def test_a_link_is_made_tagged_and_shown(client, page, brand):
    space = Space.objects.create(workspace=brand, network="test", name="Blog")
    Workspace.objects.update(utm={"enabled": True, "scope": "all", "source": "{network}", "medium": "social", "campaign": ""})
    answer = client.post(f"{page}new/", {"url": "https://example.com/a", "space": space.pk, "tagged": "on"})
    link = Link.objects.get()
    assert answer["Location"] == f"{page}{link.pk}/"
    assert link.url == "https://example.com/a?utm_source=test&utm_medium=social"
    assert link.short_url.encode() in client.get(answer["Location"]).content


def test_a_bad_address_keeps_what_was_typed(client, page):
    answer = client.post(f"{page}new/", {"url": "javascript:alert(1)", "title": "Poster"})
    assert answer.status_code == 422
    assert b"Poster" in answer.content


def test_the_list_costs_the_same_for_one_link_or_forty(client, page, brand, django_assert_max_num_queries):
    for number in range(40):
        link = shorten(brand, f"https://example.com/{number}")
        ClickHour.objects.create(link=link, hour=link.created_at, clicks=number)
    with django_assert_max_num_queries(10):
        answer = client.get(page)
    assert len(answer.content) < 80_000


def test_a_link_is_found_by_its_short_address(client, page, brand):
    link = shorten(brand, "https://example.com/one")
    shorten(brand, "https://example.com/two")
    content = client.get(page, {"q": link.short_url}).content.decode()
    assert "example.com/one" in content
    assert "example.com/two" not in content


def test_closing_can_be_undone(client, page, brand):
    link = shorten(brand, "https://example.com/")
    client.post(f"{page}{link.pk}/closure/")
    link.refresh_from_db()
    assert link.disabled_at
    client.post(f"{page}{link.pk}/opening/")
    link.refresh_from_db()
    assert link.disabled_at is None


def test_the_export_opens_in_a_spreadsheet_without_running_formulas(client, page, brand):
    link = shorten(brand, "https://example.com/", title="=HYPERLINK(1)")
    ClickHour.objects.create(link=link, hour=link.created_at, clicks=3, repeats=1, bots=2)
    text = b"".join(client.get(f"{page}export.csv")).decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[1][2] == "'=HYPERLINK(1)"
    assert rows[1][-3:] == ["3", "1", "2"]


def test_the_qr_code_comes_as_svg_and_png(client, page, brand):
    link = shorten(brand, "https://example.com/")
    assert b"<svg" in client.get(f"{page}{link.pk}/qr.svg").content
    assert client.get(f"{page}{link.pk}/qr.png").content.startswith(b"\x89PNG")
    assert client.get(f"{page}{link.pk}/qr.exe").status_code == 404


def test_a_site_is_added_from_whatever_was_pasted(client, page):
    client.post(f"{page}sites/", {"name": "Shop", "host": "https://www.Boutique.example.com/panier", "currency": "eur"})
    site = Site.objects.get()
    assert (site.host, site.currency) == ("boutique.example.com", "EUR")
    assert client.post(f"{page}sites/", {"name": "Shop", "host": "boutique.example.com", "currency": "EUR"}).status_code == 422
    assert site.script_url.encode() in client.get(f"{page}sites/").content


def test_another_brand_sees_nothing_of_it(client, page, brand, olga):
    link = shorten(brand, "https://example.com/")
    client.force_login(olga)
    assert client.get(f"/w/ailleurs/links/{link.pk}/").status_code == 404
    assert client.get(f"{page}{link.pk}/").status_code == 404
