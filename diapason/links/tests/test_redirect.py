from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from diapason.core import clock
from diapason.links import clicks, services, visitors
from diapason.links.models import ClickHour, DailySalt, Visit
from diapason.links.tests.conftest import BROWSER
from diapason.workspaces.members import system

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def click(client, link, **headers):
    return client.get(f"/l/{link.code}", headers={"user-agent": BROWSER, **headers})


def figures(link):
    row = ClickHour.objects.filter(link=link).first()
    return (row.clicks, row.repeats, row.bots) if row else None


def test_a_visitor_is_sent_to_the_stored_address_without_a_cookie(client, link):
    answer = click(client, link)
    assert answer.status_code == 302
    assert answer["Location"] == "https://boutique.example.com/lampes?page=2"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert not answer.cookies


def test_the_same_visitor_within_half_an_hour_is_one_click(client, link):
    with time_machine.travel(NOON, tick=False):
        click(client, link)
    with time_machine.travel(NOON + timedelta(minutes=29), tick=False):
        click(client, link)
        assert figures(link) == (1, 1, 0)
    with time_machine.travel(NOON + timedelta(minutes=59, seconds=30), tick=False):
        click(client, link)
    assert figures(link) == (2, 1, 0)


def test_two_visitors_are_two_clicks(client, link):
    click(client, link)
    client.get(f"/l/{link.code}", headers={"user-agent": BROWSER}, REMOTE_ADDR="203.0.113.9")
    assert figures(link) == (2, 0, 0)


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "curl/8.5.0",
        "Mozilla/5.0 (compatible; Examplebot/2.1; +https://example.com/bot)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Mozilla/5.0 (compatible; Cardy/1.1; +mailto:help@example.com)",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/142.0",
    ],
)
def test_programs_are_counted_apart(client, link, agent):
    assert client.get(f"/l/{link.code}", headers={"user-agent": agent}).status_code == 302
    assert figures(link) == (0, 0, 1)


def test_looking_ahead_is_not_a_click(client, link):
    click(client, link, **{"sec-purpose": "prefetch;prerender"})
    client.head(f"/l/{link.code}", headers={"user-agent": BROWSER})
    assert figures(link) == (0, 0, 2)


def test_the_code_may_be_typed_in_capitals(client, link):
    assert client.get(f"/l/{link.code.upper()}").status_code == 302


def test_an_unknown_code_is_a_kind_404(client, db):
    answer = client.get("/l/zzzzzz", headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert b"leads nowhere" in answer.content


def test_a_closed_link_says_so_and_counts_nothing(client, link, brand):
    services.disable(system(brand), link)
    assert click(client, link).status_code == 410
    assert figures(link) is None


def test_nothing_in_the_request_chooses_the_destination(client, link):
    answer = client.get(f"/l/{link.code}?url=https://evil.example&next=//evil.example", headers={"user-agent": BROWSER})
    assert answer["Location"] == link.url
    assert client.get("/l/https:%2f%2fevil.example").status_code == 404


def test_a_site_that_reports_conversions_is_told_the_code(client, link, site):
    assert click(client, link)["Location"] == f"{link.url}&dl={link.code}"


def test_no_address_is_stored_and_the_salt_does_not_outlive_its_day(client, link):
    with time_machine.travel(NOON, tick=False):
        click(client, link)
        assert len(bytes(Visit.objects.get().digest)) == 16
    clicks.forget(NOON + timedelta(days=1))
    assert not Visit.objects.exists()
    assert not DailySalt.objects.exists()
    visitors._salts.clear()


def test_a_click_costs_one_look_up_and_one_statement(client, link, django_assert_num_queries):
    visitors.salt(clock.now().date())
    with django_assert_num_queries(2):
        click(client, link)
