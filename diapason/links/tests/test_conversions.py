import json
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diapason.links import money
from diapason.links.conversions import FORM
from diapason.links.models import Conversion
from diapason.links.services import shorten
from diapason.workspaces.models import Workspace

ORIGIN = "https://shop.example.com"


def report(client, site, data, *, origin=ORIGIN):
    return client.post(f"/c/{site.key}", urlencode(data), content_type=FORM, headers={"origin": origin})


def test_a_sale_is_counted_once_and_given_to_its_link(client, site, link):
    order = {"id": "R-1042", "value": "49.90", "link": link.code}
    assert report(client, site, order).status_code == 201
    assert report(client, site, order).status_code == 200
    sale = Conversion.objects.get()
    assert (sale.link, sale.minor, sale.currency, sale.value) == (link, 4990, "EUR", Decimal("49.90"))


def test_json_from_a_server_is_taken_too(client, site):
    answer = client.post(f"/c/{site.key}", json.dumps({"id": 7, "value": 12, "currency": "jpy"}), content_type="application/json")
    assert answer.status_code == 201
    assert Conversion.objects.get().minor == 12


def test_a_conversion_without_a_value_has_none(client, site):
    report(client, site, {"id": "abonnement-1", "kind": "sign_up"})
    assert Conversion.objects.get().value is None


def test_the_code_of_another_brand_is_not_believed(client, site, organisation):
    other = Workspace.objects.create(organisation=organisation, name="Autre", slug="autre")
    report(client, site, {"id": "1", "link": shorten(other, "https://example.com/").code})
    assert Conversion.objects.get().link is None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"value": "1"}, "id"),
        ({"id": "<script>"}, "id"),
        ({"id": "a" * 101}, "id"),
        ({"id": "1", "value": "12,345"}, "value"),
        ({"id": "1", "value": "-5"}, "value"),
        ({"id": "1", "value": "NaN"}, "value"),
        ({"id": "1", "value": "1e99"}, "value"),
        ({"id": "1", "value": "5", "currency": "EURO"}, "currency"),
        ({"id": "1", "kind": "DROP TABLE"}, "kind"),
    ],
)
def test_a_bad_field_is_named(client, site, data, code):
    answer = report(client, site, data)
    assert (answer.status_code, answer.json()["error"]) == (400, code)
    assert not Conversion.objects.exists()


@pytest.mark.parametrize("body", ["[", "[]", '"x"', "[" * 4000, '{"id": {"a": 1}}', '{"id": "1", "value": Infinity}'])
def test_json_that_is_not_a_report_is_a_clear_400(client, site, body):
    assert client.post(f"/c/{site.key}", body, content_type="application/json").status_code == 400


def test_a_large_body_and_another_type_are_refused(client, site):
    assert client.post(f"/c/{site.key}", "x" * 5000, content_type="application/json").status_code == 413
    assert client.post(f"/c/{site.key}", "<id>1</id>", content_type="text/xml").status_code == 415


def test_only_pages_of_the_site_may_report(client, site):
    assert report(client, site, {"id": "1"}, origin="https://example.com.evil.test").status_code == 403
    answer = report(client, site, {"id": "1"})
    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    assert "Origin" in answer["Vary"]
    asked = client.options(f"/c/{site.key}", headers={"origin": ORIGIN, "access-control-request-method": "POST"})
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, ORIGIN)
    assert not answer.cookies


def test_too_many_reports_are_asked_to_wait(client, site):
    answers = [report(client, site, {"id": str(number)}).status_code for number in range(32)]
    assert answers[:30] == [201] * 30
    assert answers[31] == 429


def test_an_unknown_key_is_not_found(client, db):
    assert client.post("/c/nothing", {"id": "1"}).status_code == 404
    assert client.get("/c/nothing.js").status_code == 404


def test_the_snippet_is_small_and_sets_no_cookie(client, site):
    answer = client.get(f"/c/{site.key}.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert len(answer.content) < 2000
    assert b"cookie" not in answer.content.replace(b"No cookie", b"")
    assert not answer.cookies


@given(st.integers(0, 10**8), st.sampled_from(["EUR", "JPY", "BHD"]))
def test_money_goes_to_minor_units_and_back(amount, currency):
    assert money.minor(str(money.major(amount, currency)), currency) == amount
