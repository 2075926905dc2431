"""What screens say of what was heard."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from diapason.listening import comparing, figures, filtering, pipeline, places, trying, vocabulary
from diapason.listening.mentions import Sentiment
from diapason.listening.models import Query
from diapason.listening.queries.words import raw_words, words
from diapason.listening.store import store
from diapason.listening.store.base import What
from diapason.listening.tests.conftest import MONDAY
from diapason.workspaces.periods import Period

pytestmark = pytest.mark.django_db
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))


def test_a_query_is_counted_and_compared_with_the_period_before(hear, ask):
    query = ask("lampe")
    hear("lampe", "une lampe", sentiment=Sentiment.NEGATIVE, followers=10)
    hear("lampe", sentiment=Sentiment.POSITIVE)
    hear("lampe")
    hear("lampe", "lampe", said_at=MONDAY - timedelta(days=3), key="before")
    hear("lampe", said_at=MONDAY - timedelta(days=30), key="long before")
    [row] = figures.heard([query], WEEK)
    assert (row.mentions, row.before, row.change) == (4, 1, Decimal(3))
    assert (row.reach, row.understood, row.negative, row.positive) == (20, 3, Decimal(2) / 3, Decimal(1) / 3)


def test_nothing_to_compare_with_is_said_and_is_not_a_zero(ask):
    [row] = figures.heard([ask("lampe")], WEEK)
    assert (row.mentions, row.change, row.negative, row.share) == (0, None, None, None)


def test_share_of_voice_is_taken_among_brand_and_competitors(hear, ask):
    ours, theirs = ask("lumen"), ask("nordlys", purpose=Query.Purpose.COMPETITOR)
    topic = ask("lampe", purpose=Query.Purpose.TOPIC)
    hear("lumen lampe", "lumen", "lumen", "nordlys lampe")
    rows = figures.heard([ours, theirs, topic], WEEK)
    assert [row.share for row in rows] == [Decimal(3) / 4, Decimal(1) / 4, None]


def test_days_that_have_not_come_are_missing_and_days_without_a_mention_are_zero(hear, ask):
    query = ask("lampe")
    hear("lampe")
    chart = figures.tones(query, WEEK, date(2026, 11, 18), filtering.leading(query.workspace, query))
    assert list(chart.series[0].values) == [1, 0, 0, None, None, None, None]
    assert list(chart.series[1].values) == [0, 0, 0, None, None, None, None]
    assert chart.links[0].endswith(f"/listening/mentions/?query={query.pk}&from=2026-11-16&to=2026-11-16")


def test_a_year_is_drawn_by_week(hear, ask):
    query = ask("lampe")
    hear("lampe", "lampe")
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    chart = figures.volume(figures.heard([query], year), year, year.end, filtering.leading(query.workspace))
    assert len(chart.heads) == 53
    assert sum(value or 0 for value in chart.series[0].values) == 2


def test_words_are_shown_as_they_are_usually_written_without_those_of_the_query(hear, ask):
    query = ask('"maison lumen" OR #lumen')
    hear("Maison Lumen répond", "maison lumen répond", "Maison lumen REPOND vite")
    assert [(each.value, each.mentions) for each in figures.words(query, WEEK, 5)] == [("répond", 3), ("vite", 1)]


def test_a_word_rises_against_the_period_before(hear, ask):
    query = ask("lumen")
    hear(*["lumen atelier"] * 4, said_at=MONDAY - timedelta(days=2))
    for number in range(4):
        hear("lumen atelier", key=f"a{number}", said_at=MONDAY - timedelta(days=2, hours=number + 1))
    hear(*[f"lumen retard {number}" for number in range(5)], *["lumen atelier"] * 4, "lumen colis")
    assert [(each.word, each.mentions, each.times) for each in figures.rising(query, WEEK, 5)] == [("retard", 5, None)]


def test_authors_bear_the_name_they_give_themselves(hear, ask):
    query = ask("lumen")
    hear("lumen", "encore lumen", author="x:1", author_name="Inès")
    hear("lumen aussi", author="x:2", author_handle="paul")
    hear("lumen enfin", author="x:3")
    assert [(each.name, each.tally.mentions) for each in figures.authors(query, WEEK, 5)] == [("Inès", 2), ("paul", 1), ("x:3", 1)]
    assert store().top([query.shown_id], What.AUTHOR, WEEK.start, WEEK.end, 1)[0].value == "x:1"


def test_authors_of_the_same_name_are_told_apart_by_their_account_or_their_site(hear, ask):
    query = ask("lumen")
    hear("lumen", author="x:1", author_name="Inès", author_handle="ines.m")
    hear("lumen vu", author="forum.example/ines", author_name="Inès", url="https://www.forum.example/1")
    hear("lumen lu", author="x:2", author_name="Paul", author_handle="paul.d")
    assert {(each.name, each.where) for each in figures.authors(query, WEEK, 5)} == {
        ("Inès", "@ines.m"),
        ("Inès", "forum.example"),
        ("Paul", ""),
    }


def test_an_author_who_is_followed_weighs_as_much_as_one_who_speaks_often(hear, ask):
    query = ask("lumen")
    hear(*[f"lumen {number}" for number in range(4)], author="x:often", author_name="Paul")
    hear("lumen vu", author="x:far", author_name="Inès", followers=9000)
    often, far = figures.authors(query, WEEK, 5)
    assert {often.name: (often.relevance, often.followers), far.name: (far.relevance, far.followers)} == {
        "Paul": (50, None),
        "Inès": (72, 9000),
    }


def test_a_period_is_compared_with_the_same_one_a_year_before(hear, ask):
    query = ask("lampe")
    hear("lampe", "lampe", sentiment=Sentiment.POSITIVE)
    hear("lampe", said_at=MONDAY.replace(year=2025), key="a year ago", sentiment=Sentiment.NEGATIVE)
    [row] = figures.heard([query], WEEK, comparing.a_year_before(WEEK))
    assert (row.before, row.change, row.negative_change, row.positive_change) == (1, Decimal(1), Decimal(-100), Decimal(100))
    [row] = figures.heard([query], WEEK)
    assert (row.before, row.change, row.negative_change) == (0, None, None)


def test_the_period_before_lies_under_this_one_part_by_part(hear, ask):
    query = ask("lampe")
    hear("lampe")
    hear("lampe", "lampe", said_at=MONDAY - timedelta(days=6), key="before")
    hear("lampe", said_at=MONDAY - timedelta(days=6), key="too")
    chart = figures.tones(query, WEEK, WEEK.end, filtering.leading(query.workspace, query), WEEK.previous)
    assert list(chart.series[-1].values) == [0, 2, 0, 0, 0, 0, 0]
    assert chart.series[-1].muted


def test_a_leap_day_has_a_day_a_year_before():
    assert comparing.year_before(date(2028, 2, 29)) == date(2027, 2, 28)


def test_countries_are_told_by_name_whatever_their_case(hear, ask):
    query = ask("lampe")
    hear("lampe", "lampe", country="fr")
    hear("lampe", country="FR", key="c")
    hear("lampe", country="ca")
    found = places.countries(query, WEEK)
    assert [(each.code, each.name, each.tally.mentions, each.shade) for each in found] == [("FR", "France", 3, 5), ("CA", "Canada", 1, 2)]


def test_telling_words_are_kept_once_in_their_order():
    text = "La livraison, la Livraison du colis n°3 est en RETARD, l’Été, 12 jours"
    assert vocabulary.telling(words(text), raw_words(text)) == ["livraison", "colis", "retard", "jours"]


def test_what_an_elision_leaves_of_a_word_tells_nothing():
    text = "Quelqu’un livre aujourd’hui jusqu’au soir, lorsqu’il pleut, puisqu'elle attend, presqu’à l’heure"
    told = vocabulary.telling(words(text), raw_words(text))
    assert not {"quelqu", "aujourd", "hui", "jusqu", "lorsqu", "puisqu", "presqu"} & set(told)
    assert "livre" in told


def test_a_trial_says_what_would_have_been_caught(brand, said):
    from django.utils import timezone

    now = timezone.now()
    pipeline.take_in(
        brand,
        [said("maison lumen", said_at=now), said("lumen maison", said_at=now), said("maison lumen", said_at=now - timedelta(days=40))],
    )
    tried = trying.trial(brand, '"maison lumen"')
    assert (tried.found, tried.more, [mention.text for mention in tried.examples]) == (1, False, ["maison lumen"])


def test_a_trial_points_at_what_is_wrong(brand):
    tried = trying.trial(brand, "lampe AND ) suite")
    assert tried.error is not None
    assert (tried.before + tried.wrong + tried.after, tried.wrong) == ("lampe AND ) suite", "A")
    missing = trying.trial(brand, "lampe (")
    assert missing.wrong in {"(", "␣"}


def test_a_trial_names_the_spaces_that_the_brand_does_not_have(brand):
    from diapason.territory.models import Space

    Space.objects.create(workspace=brand, network="any", name="Lumen  Atelier")
    tried = trying.trial(brand, 'lampe AND (space:"lumen atelier" OR NOT space:"Maison Lumen" OR sentiment:negative)')
    assert tried.unmet == ["maison lumen"]


def test_a_trial_says_which_words_look_like_operators_in_french(brand):
    assert trying.trial(brand, "lampe OU suspension SAUF torche").meant == [("OU", "OR"), ("SAUF", "NOT")]
    assert trying.trial(brand, 'OU "lampe OU pas" ou ET').meant == []
