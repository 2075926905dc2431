"""What a list of mentions was narrowed to, and how many there are."""

from datetime import timedelta

import pytest

from conftest import at
from diapason.listening.tests.conftest import MONDAY

pytestmark = pytest.mark.django_db
DAYS = {"from": "2026-11-01", "to": "2026-11-30"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"aspect": "delivery"}, "Aspect: Delivery"),
        ({"aspect": "price:negative"}, "Aspect: Price · Negative"),
        ({"lang": "en"}, "Language: English"),
        ({"country": "GB"}, "Country: United Kingdom"),
        ({"type": "article"}, "Kind: Article"),
        ({"site": "blog.example"}, "Site: blog.example"),
        ({"author": "blog.example/julie"}, "Author: julie"),
        ({"label": "Retard"}, "Tag: Retard"),
        ({"since": "2026-11-16T09:05:00+01:00"}, "Moment: from 16 Nov. 2026, 09:05 to …"),
    ],
)
def test_it_is_said_in_words(signed_in, brand, given, said):
    assert said in signed_in.get(at("mentions"), DAYS | given).text


def test_a_source_is_said_by_its_name_and_only_by_the_brand_s_own(signed_in, brand, source, olga):
    assert "Source: An archive" in signed_in.get(at("mentions"), DAYS | {"source": str(source.pk)}).text
    source.workspace = olga.memberships.get().workspace
    source.save()
    assert "An archive" not in signed_in.get(at("mentions"), DAYS | {"source": str(source.pk)}).text


def test_a_part_of_a_day_holds_what_was_said_in_it(signed_in, brand, hear):
    hear("Une lampe", "Deux lampes", "Trois lampes")  # a minute after the other
    part = {"since": (MONDAY + timedelta(minutes=1)).isoformat(), "until": (MONDAY + timedelta(minutes=2)).isoformat()}
    page = signed_in.get(at("mentions"), DAYS | part).text
    assert ["Une lampe" in page, "Deux lampes" in page, "Trois lampes" in page] == [False, True, False]
    assert '<span class="muted">1 mention</span>' in page
    assert "Une lampe" in signed_in.get(at("mentions"), DAYS | {"since": "yesterday", "until": "2026-11-16T08:00"}).text


def test_a_list_of_several_pages_says_how_many_there_are_where_sums_know(signed_in, brand, ask, hear, monkeypatch):
    from diapason.listening.views import mentions

    monkeypatch.setattr(mentions, "SIZE", 2)
    query = ask("lampe")
    hear("Une lampe", "Deux lampe", "Trois lampe")
    assert "3 mentions</span>" in signed_in.get(at("mentions"), DAYS | {"query": query.pk}).text
    assert "mentions</span>" not in signed_in.get(at("mentions"), DAYS | {"query": query.pk, "q": "lampe"}).text


@pytest.mark.parametrize("name", ["author", "source", "lang", "country", "aspect"])
@pytest.mark.parametrize("value", ["\0", "x" * 900, "٣"])
def test_what_is_no_value_of_a_filter_finds_nothing(signed_in, brand, name, value):
    assert signed_in.get(at("mentions"), {name: value}).status_code == 200


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-16T08:00:00", "\0"])
def test_a_moment_in_which_nobody_spoke_narrows_nothing(signed_in, brand, hear, moment):
    hear("Une lampe")
    assert "Une lampe" in signed_in.get(at("mentions"), DAYS | {"since": moment, "until": moment}).text
