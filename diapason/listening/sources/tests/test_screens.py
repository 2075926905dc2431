"""The screens of sources: adding, reading their state, pausing, taking out and back."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conftest import at
from diapason.core import clock
from diapason.listening.models import Source
from diapason.listening.sources import inbox, managing, reading, signs
from diapason.listening.sources.tests.test_opml import LIST
from diapason.networks.base.connection import Connected
from diapason.networks.base.errors import Permanent
from diapason.workspaces.models import Event, Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, yanis):
    client.force_login(yanis)
    return client


@pytest.fixture
def site(monkeypatch):
    """What is found at any address: a feed with this address, or an error."""

    def set_up(answer: str | Exception) -> None:
        network = managing.feeds()
        assert network
        monkeypatch.setattr(signs, "page", lambda typed, network: "")

        async def connect(connection, fields):
            if isinstance(answer, Exception):
                raise answer
            return Connected(answer, "h", "Le Progrès", answer, connection.credentials)

        monkeypatch.setattr(network.auth, "connect", connect)

    return set_up


@pytest.fixture
def radio_source(source_at):
    return source_at(name="Radio Lumen", folder="Presse")


def test_a_first_screen_says_where_to_begin(browser, brand):
    page = browser.get(at("sources"))
    assert "Add a first source" in page.text
    assert page.status_code == 200


def test_the_address_of_a_site_becomes_a_source_that_is_read_at_once(browser, site):
    site("https://www.leprogres.example/rss")
    answer = browser.post(at("new_source"), {"address": "leprogres.example", "folder": "Presse"})
    assert answer.status_code == 302
    source = Source.objects.get()
    assert (source.name, source.address, source.host) == ("Le Progrès", "https://www.leprogres.example/rss", "www.leprogres.example")
    assert (source.folder, str(source.created_by)) == ("Presse", "Yanis")
    assert source in reading.readable(clock.now())
    assert Event.objects.filter(verb="source.added", label="Le Progrès").exists()


def test_an_address_that_is_listened_to_already_is_refused_kindly_and_kept_as_typed(browser, site, radio_source):
    site(radio_source.address)
    answer = browser.post(at("new_source"), {"address": "radio.example/feed"})
    assert answer.status_code == 422
    assert "it is the source “Radio Lumen”" in answer.text
    assert 'value="radio.example/feed"' in answer.text
    assert Source.objects.count() == 1


def test_a_site_without_a_feed_says_what_to_do(browser, site):
    site(Permanent("none", code="not_a_feed"))
    answer = browser.post(at("new_source"), {"address": "example.org"})
    assert answer.status_code == 422
    assert "Look for an RSS or Atom link" in answer.text


def test_a_source_that_was_taken_out_comes_back_with_its_place_when_it_is_added_again(browser, site, radio_source):
    Source.objects.update(
        removed_at=clock.now(),
        cursor="17",
        network=next(each.slug for each in managing.open_networks() if not each.manifest.auth.get("signs")),
    )
    site(radio_source.address)
    browser.post(at("new_source"), {"address": "radio.example/feed"})
    source = Source.objects.get()
    assert (source.cursor, source.removed_at) == ("17", None)


def test_the_list_says_how_each_is_and_what_to_do(browser, brand, source_at, radio_source):
    inbox.ensure()
    Source.objects.filter(pk=radio_source.pk).update(
        failures=4, error_code="temporary", error="HTTP 503", read_at=clock.now() - timedelta(hours=3)
    )
    source_at("https://radio.example/slow", name="Lente", read_at=clock.now(), slowed_at=clock.now())
    source_at("https://radio.example/new", name="Neuve")
    page = browser.get(at("sources")).text
    assert "1 source is in trouble" in page
    for words in ("Does not answer", "The site could not be reached", "Slowed", "nothing is left out", "Not read yet", "Inbox"):
        assert words in page
    only = browser.get(at("sources") + "?state=ill").text
    assert "Radio Lumen" in only
    assert "Lente" not in only


def test_many_sources_cost_as_many_queries_as_few(browser, source_at, django_assert_max_num_queries):
    for number in range(60):
        source_at(f"https://radio.example/{number}")
    browser.get(at("sources"))
    with django_assert_max_num_queries(20):
        page = browser.get(at("sources"))
    assert page.text.count("source-row") == 50
    assert "Next page" in page.text
    assert len(page.content) < 80_000


def test_pausing_resuming_and_reading_now(browser, radio_source):
    browser.post(at("source_pause", radio_source.pk))
    radio_source.refresh_from_db()
    assert radio_source.paused_at
    browser.post(at("source_resumption", radio_source.pk))
    Source.objects.update(next_at=clock.now() + timedelta(hours=1))
    browser.post(at("source_reading", radio_source.pk))
    radio_source.refresh_from_db()
    assert radio_source.paused_at is None
    assert radio_source in reading.readable(clock.now())
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True)) == ["source.paused", "source.resumed"]


def test_what_is_taken_out_can_be_brought_back_unless_it_was_added_again(browser, source_at, radio_source):
    page = browser.post(at("source_removal", radio_source.pk), follow=True)
    assert at("source_restoration", radio_source.pk) in page.text
    browser.post(at("source_restoration", radio_source.pk))
    radio_source.refresh_from_db()
    assert radio_source.removed_at is None
    browser.post(at("source_removal", radio_source.pk))
    source_at(radio_source.address, name="Une autre")
    page = browser.post(at("source_restoration", radio_source.pk), follow=True)
    assert "it is the source “Une autre”" in page.text
    assert Source.objects.filter(removed_at=None).count() == 1


def test_the_inbox_is_paused_never_taken_out(browser, brand):
    inbox.ensure()
    source = Source.objects.get()
    assert "Take this source out" not in browser.get(at("source", source.pk)).text
    browser.post(at("source_removal", source.pk))
    assert Source.objects.get().removed_at is None


def test_a_source_says_its_language_for_what_does_not(browser, radio_source):
    answer = browser.post(at("source", radio_source.pk), {"name": "Radio", "folder": "", "language": "FR", "country": "ca"})
    assert answer.status_code == 302
    radio_source.refresh_from_db()
    assert (radio_source.name, radio_source.language, radio_source.country) == ("Radio", "fr", "CA")
    wrong = browser.post(at("source", radio_source.pk), {"name": "Radio", "language": "1!"})
    assert wrong.status_code == 422


@pytest.mark.parametrize("role", ["contributor", "reader"])
def test_who_may_only_look_is_shown_no_act(client, yanis, brand, radio_source, role):
    Membership.objects.filter(person=yanis).update(role=role)
    client.force_login(yanis)
    page = client.get(at("source", radio_source.pk))
    assert page.status_code == 200
    assert "<form" not in page.text.split("<main")[1].split("</main")[0]
    posted = client.post(at("source", radio_source.pk), {"name": "Changed"})
    radio_source.refresh_from_db()
    assert (posted.status_code, radio_source.name) == (200, "Radio Lumen")


def test_a_list_of_feeds_comes_in_with_a_report_and_can_be_taken_out_again(browser, brand):
    file = SimpleUploadedFile("mes-flux.opml", LIST.encode())
    page = browser.post(at("source_list"), {"file": file}, follow=True)
    assert "3 feeds were added" in page.text
    assert "2 feeds were refused" in page.text
    assert "This is not the address of a web page." in page.text
    withdrawn = page.redirect_chain[-1][0] + "withdrawal/"
    browser.post(withdrawn)
    assert Source.objects.filter(removed_at=None).count() == 0


def test_a_file_that_is_no_list_says_so(browser, brand):
    page = browser.post(at("source_list"), {"file": SimpleUploadedFile("a.opml", b"hello")})
    assert page.status_code == 422
    assert "This is not an OPML file" in page.text
    assert browser.post(at("source_list")).status_code == 422


def test_the_feeds_go_out_as_a_list(browser, brand, radio_source):
    answer = browser.get(at("sources_opml"))
    assert b'xmlUrl="https://radio.example/feed"' in answer.content
    assert "attachment" in answer["Content-Disposition"]


def test_an_outsider_sees_nothing(client, olga, brand, radio_source):
    client.force_login(olga)
    assert client.get(at("source", radio_source.pk)).status_code == 404
    assert client.get(reverse("source", args=["ailleurs", radio_source.pk])).status_code == 404
