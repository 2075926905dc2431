import json

import pytest
from django.urls import reverse

from conftest import at
from diapason.community import identities
from diapason.community.models import Consent, Contact, Erasure
from diapason.core import clock
from diapason.networks.base.content import Author
from diapason.workspaces.models import Membership


@pytest.fixture
def julie(brand) -> Contact:
    identities.seen(brand, "one", [Author("1", "julie@example.social", "Julie Lefèvre", followers=None)])
    Contact.objects.update(seen_at=clock.now(), messages=3)
    return Contact.objects.get()


@pytest.fixture
def browser(client, yanis):
    client.force_login(yanis)
    return client


def test_people_are_found_by_name_without_accents_by_handle_and_by_tag(browser, julie):
    Contact.objects.update(tags=["presse"])
    for query in ({"q": "lefevre"}, {"q": "@julie@ex"}, {"tag": "presse"}, {}):
        assert "Julie Lefèvre" in browser.get(at("people"), query).text
    for query in ({"q": "zzz"}, {"tag": "client"}, {"q": "%"}):
        assert "Julie Lefèvre" not in browser.get(at("people"), query).text


def test_a_profile_shows_a_missing_figure_as_missing(browser, julie):
    assert "–" in browser.get(at("contact", julie.pk)).text


def test_a_profile_is_edited_and_its_tags_are_words(browser, julie):
    browser.post(at("contact_profile", julie.pk), {"name": "Julie L.", "tags": " Presse, presse ,Lyon  Sud,", "notes": "Vue au salon"})
    julie.refresh_from_db()
    assert (julie.name, julie.tags, julie.notes) == ("Julie L.", ["presse", "lyon sud"], "Vue au salon")


def test_a_consent_is_a_fact_that_can_be_withdrawn_and_restored(browser, julie):
    browser.post(at("consent", julie.pk), {"purpose": "quote", "evidence": "Said yes"})
    fact = Consent.objects.get()
    browser.post(at("consent_withdrawal", julie.pk, fact.pk))
    fact.refresh_from_db()
    assert fact.withdrawn_at
    browser.post(at("consent_restoration", julie.pk, fact.pk))
    fact.refresh_from_db()
    assert fact.withdrawn_at is None


def test_the_export_is_a_file_of_their_data(browser, julie):
    answer = browser.post(at("contact_export", julie.pk))
    assert "attachment" in answer["Content-Disposition"]
    assert json.loads(answer.content)["profile"]["name"] == "Julie Lefèvre"
    assert browser.get(at("contact_export", julie.pk)).status_code == 405


def test_erasing_asks_for_the_name_and_then_forgets(browser, julie):
    assert browser.post(at("contact_erasure", julie.pk), {"name": "Julie"}).status_code == 422
    assert not Erasure.objects.exists()
    browser.post(at("contact_erasure", julie.pk), {"name": "julie lefèvre"})
    assert Erasure.objects.exists()
    assert browser.get(at("contact", julie.pk)).status_code == 404
    assert "Lefèvre" not in browser.get(at("people")).text


def test_the_address_of_a_merged_profile_leads_to_the_one_that_stands(browser, julie, brand):
    other = Contact.objects.create(workspace=brand, name="Julie L")
    browser.post(at("contact_merge", julie.pk), {"other": other.pk})
    assert browser.get(at("contact", other.pk)).url == at("contact", julie.pk)
    merge = julie.merges.get()
    browser.post(at("merge_undoing", merge.pk), {"then": "page"})
    assert browser.get(at("contact", other.pk)).status_code == 200


def test_another_brand_reaches_nobody(client, olga, julie):
    client.force_login(olga)
    for name in ("contact", "contact_erasure"):
        assert client.get(reverse(name, args=["ailleurs", julie.pk])).status_code == 404
    for name in ("contact_profile", "contact_export", "contact_merge", "consent"):
        assert client.post(reverse(name, args=["ailleurs", julie.pk]), {"name": "x"}).status_code == 404


def test_a_reader_sees_a_profile_and_cannot_change_it(client, camille, julie):
    Membership.objects.filter(person=camille).update(role="reader")
    client.force_login(camille)
    assert "Erase…" not in client.get(at("contact", julie.pk)).text
    assert client.post(at("contact_profile", julie.pk), {"name": "x"}).status_code == 403
